Attribute VB_Name = "Controls"
Option Explicit
' The tests' way to the ribbon's callbacks: Excel passes a control, LibreOffice has none.

Public Function AskRibbon(ByVal callback As String, ByVal id As String, ByVal tag As String) As Variant
    Dim control As ControlStandIn, answer As Variant
    Set control = New ControlStandIn
    control.ID = id
    control.Tag = tag
    Select Case callback
        Case "GetEnabled"
            GetEnabled control, answer
        Case "GetVisible"
            GetVisible control, answer
        Case "GetSupertip"
            GetSupertip control, answer
        Case "GetMonthLabel"
            GetMonthLabel control, answer
        Case "GetProblemsLabel"
            GetProblemsLabel control, answer
        Case "GetMonthMenu"
            GetMonthMenu control, answer
        Case "OnAction"
            OnAction control
        Case "OnMonthChosen"
            OnMonthChosen control
    End Select
    AskRibbon = answer
End Function
