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

    /// <summary>Gets a value indicating whether this is a result of the pipeline.</summary>
    [MemberNotNullWhen(true, nameof(Result))]
    public bool IsResult => Change.Kind == UserChangeKind.None;

    /// <summary>Gets the result, where it is one.</summary>
    public TResult? Result { get; }

    /// <summary>Gets the change that was asked for, where this is its outcome.</summary>
    public UserChange<TUser> Change { get; }

    /// <summary>Gets the outcome of the change, which says how many events it concerned, where this is one.</summary>
    public UserChangeResult Outcome { get; }

    /// <summary>Shows the result, or the change and what came of it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsResult ? $"{Result}" : $"{Change}: {Outcome}";
}
