namespace RxRecs.Testing;

/// <summary>Represents one check of the contract over one operator.</summary>
/// <param name="Id">The check's id, such as <c>C4.DisposeInsideOnNext</c>.</param>
/// <param name="Exemption">The reason why the operator is exempt, or null.</param>
/// <param name="Action">The action that runs the check.</param>
public sealed record ContractCheck(string Id, string? Exemption, Action Action)
{
    /// <summary>Gets a value indicating whether the check takes seconds, because it sends <c>ManyEvents</c>.</summary>
    public bool IsSlow => Id.StartsWith("C8.ManyEventsFlatStack", StringComparison.Ordinal);

    /// <summary>Runs the check.</summary>
    /// <exception cref="ContractException">The operator breaks the contract.</exception>
    public void Run()
    {
        try
        {
            Action();
        }
        catch (ContractException breach)
        {
            throw new ContractException($"{Id}: {breach.Message}");
        }
        catch (Exception escaped)
        {
            throw new ContractException(
                $"{Id}: an exception reached whoever called the operator or its source and should not have. {escaped}");
        }
    }
}
