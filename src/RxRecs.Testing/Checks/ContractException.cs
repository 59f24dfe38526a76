namespace RxRecs.Testing;

/// <summary>An operator or machine breaks the contract.</summary>
/// <param name="message">The message that names the check, its case and what was found.</param>
public sealed class ContractException(string message) : Exception(message);
