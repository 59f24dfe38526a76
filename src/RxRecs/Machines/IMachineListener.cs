namespace RxRecs.Machines;

/// <summary>
/// Marks an observer that wants to know the machine which it observes. Whatever stands between a shell and such an
/// observer within RxRecs hands the machine on; an operator of Rx does not, and its values are then all that is known.
/// </summary>
internal interface IMachineListener
{
    /// <summary>Takes the machine, before it takes its first event.</summary>
    /// <param name="machine">The machine.</param>
    void OnMachine(object machine);
}
