using System.Diagnostics.CodeAnalysis;

namespace RxRecs;

/// <summary>
/// Represents one element of what is read from a file or a topic: a value, a dead letter, or, as the last element
/// before completion, the counts. <see cref="SideOutputs"/> takes a sequence of them apart.
/// </summary>
/// <typeparam name="T">The type of the values that are read.</typeparam>
public readonly record struct ReadResult<T>
{
    // A dead letter or boxed counts: both are rare, and a value travels beside one reference.
    private readonly object? _other;

    private ReadResult(T? value, object? other)
    {
        Value = value;
        _other = other;
    }

    /// <summary>Gets a value indicating whether this is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsValue => _other is null;

    /// <summary>Gets the value, where <see cref="IsValue"/> is true.</summary>
    public T? Value { get; }

    /// <summary>Gets the record that could not be read; null where this is a value or the counts.</summary>
    public DeadLetter? DeadLetter => _other as DeadLetter;

    /// <summary>Gets the counts of what was read; null where this is a value or a dead letter.</summary>
    public ReadCounts? Counts => _other is ReadCounts counts ? counts : null;

    /// <summary>Makes an element of a value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator ReadResult<T>(T value) => new(value, null);

    /// <summary>Makes an element of a dead letter.</summary>
    /// <param name="deadLetter">The dead letter.</param>
    /// <exception cref="ArgumentNullException"><paramref name="deadLetter"/> is null.</exception>
    public static implicit operator ReadResult<T>(DeadLetter deadLetter) =>
        new(default, deadLetter ?? throw new ArgumentNullException(nameof(deadLetter)));

    /// <summary>Makes the last element of a subscription.</summary>
    /// <param name="counts">The counts of what was read.</param>
    public static implicit operator ReadResult<T>(ReadCounts counts) => new(default, counts);
}
