# Mouse and keyboard under a virtual display wait for what they see: they run alone, so that a busy machine does not make
# them wait too long. Read by ctest after the cases were found.
foreach(case AScriptDrivesIt AViewOfAnotherLegIsLoadedAndSaidSo AnySizeIsBorne AnUnwritableHomeIsOneMessage
    BadInputIsAMessageAndTheLegStays DamagedSettingsAreKeptAsideAndSaidSo DrawsTheLegOnlyWhenItChanges
    DroppedRubbishIsAMessageAndTheLegStays EachStepChangesWhatItShouldAndOnlyThat MouseAndKeyboard
    PainPatternsComeAndGoAndADrawingIsKept StrangeSizesAreSurvived)
  set_tests_properties("app.Window.${case}" PROPERTIES RUN_SERIAL TRUE)
endforeach()
