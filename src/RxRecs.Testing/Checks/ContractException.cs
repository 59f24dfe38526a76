namespace RxRecs.Testing;

/// <summary>Represents a breach of the contract by an operator or a machine.</summary>
/// <param name="message">The message that names the check, its case and what was found.</param>
public sealed class ContractException(string message) : Exception(message);
