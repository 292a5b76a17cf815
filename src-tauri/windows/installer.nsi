; The Windows installer: for one user, no administrator, silent with /S. Built by `cargo xtask windows`.
; Defines: VERSION (1.2.3), STAGE (folder of the files), OUT (the setup program), WEBVIEW (optional: the installer of
; WebView2 to carry along; the bootstrapper, or for machines without internet the standalone one), LOADER (WebView2Loader.dll
; lies in STAGE), SIGN (a command that signs %1), ARM (the programs are for ARM), KIND, FAST (optional, all five).
; The kind of the setup program itself. NSIS for Windows brings the one of 32 bits along, which starts on every Windows;
; wine without its 32-bit half needs the one of 64 bits, which Debian's NSIS has.
!ifndef KIND
!define KIND amd64-unicode
!endif
Target ${KIND}
Unicode true
ManifestDPIAware true
!ifdef FAST ; for trying: large and made at once
SetCompressor zlib
!else
SetCompressor /SOLID lzma
; Both programs hold the same code: the second one is told from the first only if it is still in sight.
SetCompressorDictSize 64
!endif
!ifdef SIGN
!uninstfinalize '${SIGN}' = 0
!finalize '${SIGN}' = 0
!endif
!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "WordFunc.nsh"

!define PRODUCT "送达台"
!define FOLDER "Songda"
!define WINDOW "songda-desktop.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Songda"
!define CLASSES "Software\Classes"
; The id of the program's notifications; the same in notify/windows.rs.
!define TOASTS "${CLASSES}\AppUserModelId\cn.songda.desk"
; The client id of the WebView2 runtime. Source: Microsoft, "Distribute your app and the WebView2 Runtime".
!define WEBVIEW2 "Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}"

Name "${PRODUCT}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${FOLDER}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
BrandingText "${PRODUCT} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${PRODUCT}"
VIAddVersionKey "FileDescription" "${PRODUCT}安装程序"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "Songda contributors"
VIAddVersionKey "LegalCopyright" "MIT / Apache-2.0"

!define MUI_ICON "${STAGE}\songda.ico"
!define MUI_UNICON "${STAGE}\songda.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString Busy ${LANG_SIMPCHINESE} "送达台正在运行。请先从托盘图标的菜单中退出，再点“重试”。"
LangString Busy ${LANG_ENGLISH} "Songda is running. Quit it from its tray menu, then choose Retry."
LangString TooOld ${LANG_SIMPCHINESE} "送达台需要 Windows 10（1809）或更新的版本。"
LangString TooOld ${LANG_ENGLISH} "Songda needs Windows 10 (1809) or later."
!ifdef ARM
LangString WrongKind ${LANG_SIMPCHINESE} "这是 ARM 处理器电脑用的安装程序。请使用名字里带 x64 的那一份。"
LangString WrongKind ${LANG_ENGLISH} "This installer is for computers with an ARM processor. Use the one whose name says x64."
!endif
LangString Newer ${LANG_SIMPCHINESE} "这台电脑上已有更新的版本 $0，没有作任何改动。确需装回旧版本的，请先卸载。"
LangString Newer ${LANG_ENGLISH} "A newer version, $0, is installed; nothing was changed. To go back, uninstall it first."
LangString Runtime ${LANG_SIMPCHINESE} "正在安装 WebView2 运行时（窗口需要它）…"
LangString Runtime ${LANG_ENGLISH} "Installing the WebView2 runtime (the window needs it)…"
LangString NoRuntime ${LANG_SIMPCHINESE} "没有装上 WebView2 运行时，窗口暂时打不开；收信不受影响。请联系管理员安装 Microsoft Edge WebView2 Runtime。"
LangString NoRuntime ${LANG_ENGLISH} "The WebView2 runtime could not be installed, so the window cannot open yet; mail is still watched. Ask your administrator for the Microsoft Edge WebView2 Runtime."

; A program that runs cannot be replaced, only renamed. It goes on under the other name until it sees that another one lies
; in its place, and begins again as that one with the words of its start (mailroom/src/replaced.rs): nobody has to quit.
Var Patience ; Half seconds.
Var Nth
Var AsideWindow ; Where each was put, if it was in use.
Var AsideSongda
Var AsideLoader
!macro MAKE_WAY NAME ASIDE
  StrCpy ${ASIDE} ""
  ${Do}
    ${IfNot} ${FileExists} "$INSTDIR\${NAME}"
      ${Break}
    ${EndIf}
    ; A file that cannot be opened for writing is in use.
    ClearErrors
    FileOpen $0 "$INSTDIR\${NAME}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    ; The window that asked for its own update is just ending.
    ${If} $Patience > 0
      IntOp $Patience $Patience - 1
      Sleep 500
      ${Continue}
    ${EndIf}
    StrCpy $Nth 0
    ${Do}
      IntOp $Nth $Nth + 1
      StrCpy ${ASIDE} "$INSTDIR\${NAME}.$Nth.old"
      Delete "${ASIDE}" ; Of an earlier time, if nobody runs it any more.
      ${IfNot} ${FileExists} "${ASIDE}"
        ClearErrors
        Rename "$INSTDIR\${NAME}" "${ASIDE}"
        ${IfNot} ${Errors}
          ${Break}
        ${EndIf}
      ${EndIf}
      StrCpy ${ASIDE} ""
    ${LoopUntil} $Nth >= 20
    ${If} ${ASIDE} != ""
      ${Break}
    ${EndIf}
    ; Silent runs do not wait for a person: exit code 2 says that nothing was changed.
    ${If} ${Silent}
      Call PutBack
      SetErrorLevel 2
      Quit
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Busy)" IDRETRY +3
    Call PutBack
    Quit
  ${Loop}
!macroend

Function PutBack
  ${If} $AsideWindow != ""
    Rename "$AsideWindow" "$INSTDIR\${WINDOW}"
  ${EndIf}
  ${If} $AsideSongda != ""
    Rename "$AsideSongda" "$INSTDIR\songda.exe"
  ${EndIf}
  ${If} $AsideLoader != ""
    Rename "$AsideLoader" "$INSTDIR\WebView2Loader.dll"
  ${EndIf}
FunctionEnd

; What is to be removed must not run.
!macro WAIT_UNTIL_FREE FILE
  ${Do}
    ${IfNot} ${FileExists} "${FILE}"
      ${Break}
    ${EndIf}
    ClearErrors
    FileOpen $0 "${FILE}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${Break}
    ${EndIf}
    ; Silent runs do not wait for a person: exit code 2 says that nothing was changed.
    ${If} ${Silent}
      SetErrorLevel 2
      Quit
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Busy)" IDRETRY +2
    Quit
  ${Loop}
!macroend

; An older version does not know how to read a newer one's data: exit code 3 says that nothing was changed.
Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
!ifdef ARM
  ${IfNot} ${IsNativeARM64}
    MessageBox MB_OK|MB_ICONSTOP "$(WrongKind)" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
!endif
  ReadRegStr $0 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_OK|MB_ICONSTOP "$(Newer)" /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  ; What the updater says (source: tauri-plugin-updater 2, "installMode"): /UPDATE, /R to start the new program, and
  ; /ARGS with the words the old one was started with.
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPDATE" $R1
  ${IfNot} ${Errors}
    StrCpy $Patience 20
  ${EndIf}
  !insertmacro MAKE_WAY "${WINDOW}" $AsideWindow
  StrCpy $Patience 0
  !insertmacro MAKE_WAY "songda.exe" $AsideSongda
  !insertmacro MAKE_WAY "WebView2Loader.dll" $AsideLoader
  SetOutPath "$INSTDIR"
  SetOverwrite on
  ; The programs last: what was put aside begins again as soon as its own is there, and needs the rest.
!ifdef LOADER
  File "${STAGE}\WebView2Loader.dll"
!endif
  File "${STAGE}\songda.ico"
  File "${STAGE}\LICENSE-MIT.txt"
  File "${STAGE}\LICENSE-APACHE.txt"
  File "${STAGE}\${WINDOW}"
  File "${STAGE}\songda.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\${WINDOW}" "" "$INSTDIR\songda.ico"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Songda contributors"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\songda.ico"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
  Call Outside
  Call Webview
  ClearErrors
  ${GetOptions} $R0 "/R" $R1
  ${IfNot} ${Errors}
    StrCpy $R1 ""
    ${GetOptions} $R0 "/ARGS" $R1
    ; A person pressed the button in a window: it comes back, even if the old one began in the tray.
    ${WordReplace} "$R1" "--hidden" "" "+*" $R1
    Exec '"$INSTDIR\${WINDOW}" $R1'
  ${EndIf}
SectionEnd

; What Windows hands over: links songda://…, mail files opened with this program (their own program stays), and the
; name its notifications stand under.
Function Outside
  WriteRegStr HKCU "${CLASSES}\songda" "" "URL:${PRODUCT}"
  WriteRegStr HKCU "${CLASSES}\songda" "URL Protocol" ""
  WriteRegStr HKCU "${CLASSES}\songda\DefaultIcon" "" "$INSTDIR\songda.ico"
  WriteRegStr HKCU "${CLASSES}\songda\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  WriteRegStr HKCU "${CLASSES}\Songda.eml" "" "电子邮件（${PRODUCT}）"
  WriteRegStr HKCU "${CLASSES}\Songda.eml\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
  WriteRegStr HKCU "${CLASSES}\.eml\OpenWithProgids" "Songda.eml" ""
  WriteRegStr HKCU "${TOASTS}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKCU "${TOASTS}" "IconUri" "$INSTDIR\songda.ico"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
FunctionEnd

; The window is drawn by WebView2, which Windows 11 brings along and older Windows may lack.
Function Webview
  ReadRegStr $0 HKLM "SOFTWARE\WOW6432Node\${WEBVIEW2}" "pv"
  ${If} $0 == ""
    ReadRegStr $0 HKCU "Software\${WEBVIEW2}" "pv"
  ${EndIf}
  ${If} $0 != ""
  ${AndIf} $0 != "0.0.0.0"
    Return
  ${EndIf}
  DetailPrint "$(Runtime)"
  InitPluginsDir
!ifdef WEBVIEW
  File "/oname=$PLUGINSDIR\webview2.exe" "${WEBVIEW}"
  StrCpy $1 "success"
!else
  ; A silent installation never reaches out to the network by itself.
  ${If} ${Silent}
    Return
  ${EndIf}
  ; The evergreen bootstrapper (source: the same page of Microsoft's), by the downloader that Windows 10 1803 and later
  ; bring along; NSIS' own speaks no https. What came is run only if Microsoft signed it.
  nsExec::ExecToLog '"$SYSDIR\curl.exe" --silent --show-error --fail --location --max-time 300 --output "$PLUGINSDIR\webview2.exe" "https://go.microsoft.com/fwlink/p/?LinkId=2124703"'
  Pop $1
  ${If} $1 == "0"
    nsExec::ExecToLog `"$SYSDIR\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -Command "$$s = Get-AuthenticodeSignature -LiteralPath '$PLUGINSDIR\webview2.exe'; if ($$s.Status -ne 'Valid' -or $$s.SignerCertificate.Subject -notmatch 'O=Microsoft Corporation') { exit 1 }"`
    Pop $1
  ${EndIf}
  ${If} $1 == "0"
    StrCpy $1 "success"
  ${EndIf}
!endif
  ${If} $1 == "success"
    ExecWait '"$PLUGINSDIR\webview2.exe" /silent /install' $2
    ${If} $2 == 0
      Return
    ${EndIf}
  ${EndIf}
  DetailPrint "$(NoRuntime)"
  MessageBox MB_OK|MB_ICONINFORMATION "$(NoRuntime)" /SD IDOK
FunctionEnd

; Mails, ledger and case folders belong to the office: uninstalling leaves them where they are.
Section "Uninstall"
  SetShellVarContext current
  !insertmacro WAIT_UNTIL_FREE "$INSTDIR\${WINDOW}"
  !insertmacro WAIT_UNTIL_FREE "$INSTDIR\songda.exe"
  Delete "$INSTDIR\songda.exe"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\songda.ico"
  Delete "$INSTDIR\LICENSE-MIT.txt"
  Delete "$INSTDIR\LICENSE-APACHE.txt"
  Delete "$INSTDIR\uninstall.exe"
  Delete "$INSTDIR\songda.exe.*.old"
  Delete "$INSTDIR\${WINDOW}.*.old"
  Delete "$INSTDIR\WebView2Loader.dll.*.old"
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${CLASSES}\songda"
  DeleteRegKey HKCU "${CLASSES}\Songda.eml"
  DeleteRegValue HKCU "${CLASSES}\.eml\OpenWithProgids" "Songda.eml"
  DeleteRegKey HKCU "${TOASTS}"
  ; The start with Windows, where a person switched it on; the name is the program's own.
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${PRODUCT}"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${PRODUCT}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; SHCNE_ASSOCCHANGED
SectionEnd
