/* Stands in for bcryptprimitives.dll, which Wine 8 lacks; only the wine run of `cargo xtask windows --run` uses it.
   Windows itself has the real one. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{
    return SystemFunction036(bytes, (ULONG)length);
}
