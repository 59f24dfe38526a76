namespace RxRecs.Machines;

/// <summary>Can remove what it keeps under a key, of whichever type its keys are.</summary>
internal interface IForgetsKeys
{
    /// <summary>Removes what is kept under a key; one of another type, or unknown, changes nothing.</summary>
    void ForgetKey(object key);
}
