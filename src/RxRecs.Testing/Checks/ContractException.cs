namespace RxRecs.Testing;

/// <summary>An operator or machine breaks the contract.</summary>
/// <param name="message">Which check of which case, and what was found.</param>
public sealed class ContractException(string message) : Exception(message);
