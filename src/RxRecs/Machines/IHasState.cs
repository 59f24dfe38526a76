namespace RxRecs.Machines;

/// <summary>Shows the state that a machine keeps, so that a composition can read it instead of its results.</summary>
/// <typeparam name="TState">The type of the state that can be read.</typeparam>
internal interface IHasState<out TState>
{
    /// <summary>The state; the same object as long as the machine lives.</summary>
    TState State { get; }
}
