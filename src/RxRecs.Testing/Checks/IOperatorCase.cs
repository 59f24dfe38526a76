namespace RxRecs.Testing;

/// <summary>
/// Represents an operator with all that the contract suite needs to check it. Derive from
/// <see cref="OperatorCase{TEvent, TResult}"/>.
/// </summary>
public interface IOperatorCase
{
    /// <summary>Gets the name of the operator's method, such as <c>TrendBuckets</c>.</summary>
    string Operator { get; }

    /// <summary>Gets the name of this case, for reports.</summary>
    string Name { get; }

    /// <summary>Returns the checks that apply to it.</summary>
    /// <returns>The checks, each to be run by itself.</returns>
    IReadOnlyList<ContractCheck> Checks();
}
