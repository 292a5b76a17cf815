; What the bundler's own installer does not do: mail files can be opened with this program, and its notifications have
; a name. The same as in installer.nsi; links songda://… are registered by the bundler.
!macro NSIS_HOOK_POSTINSTALL
  WriteRegStr HKCU "Software\Classes\Songda.eml" "" "电子邮件（送达台）"
  WriteRegStr HKCU "Software\Classes\Songda.eml\shell\open\command" "" '"$INSTDIR\${MAINBINARYNAME}.exe" "%1"'
  WriteRegStr HKCU "Software\Classes\.eml\OpenWithProgids" "Songda.eml" ""
  WriteRegStr HKCU "Software\Classes\AppUserModelId\cn.songda.desk" "DisplayName" "送达台"
!macroend
!macro NSIS_HOOK_POSTUNINSTALL
  DeleteRegKey HKCU "Software\Classes\Songda.eml"
  DeleteRegValue HKCU "Software\Classes\.eml\OpenWithProgids" "Songda.eml"
  DeleteRegKey HKCU "Software\Classes\AppUserModelId\cn.songda.desk"
!macroend
