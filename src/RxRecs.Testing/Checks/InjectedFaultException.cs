namespace RxRecs.Testing;

/// <summary>Represents what a delegate wrapped by a <see cref="FaultInjector"/> throws when it is told to.</summary>
internal sealed class InjectedFaultException()
    : Exception("A fault that the contract suite has injected into user code.");
