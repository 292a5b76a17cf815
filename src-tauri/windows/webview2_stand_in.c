/* Stands in for WebView2's own installer where the packages are tried: says that it was run as that one wants to be. */
#include <stdio.h>
#include <string.h>

int main(int count, char **words) {
    if (count != 3 || strcmp(words[1], "/silent") != 0 || strcmp(words[2], "/install") != 0) {
        return 1;
    }
    FILE *file = fopen("C:\\webview2-installed.txt", "w");
    return file == NULL || fclose(file) != 0;
}
