using System.Diagnostics.CodeAnalysis;

namespace RxRecs.Recommenders;

/// <summary>
/// Represents one element of what <c>RunErasable</c> emits: a result of the pipeline, or what came of a change.
/// </summary>
/// <typeparam name="TUser">The users' type.</typeparam>
/// <typeparam name="TResult">The results' type.</typeparam>
public readonly record struct ErasableResult<TUser, TResult>
{
    internal ErasableResult(TResult result) => Result = result;

    internal ErasableResult(UserChange<TUser> change, UserChangeResult outcome) =>
        (Change, Outcome) = (change, outcome);

    /// <summary>Tells whether this is a result of the pipeline.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    public bool IsResult => Change.Kind == UserChangeKind.None;

    /// <summary>Gives the result, where it is one.</summary>
    public TResult? Result { get; }

    /// <summary>Gives the change that was asked for, where this is what came of it.</summary>
    public UserChange<TUser> Change { get; }

    /// <summary>Gives how many events the change concerned, where this is what came of one.</summary>
    public UserChangeResult Outcome { get; }

    /// <summary>Shows the result, or the change and what came of it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsResult ? $"{Result}" : $"{Change}: {Outcome}";
}
