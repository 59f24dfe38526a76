namespace RxRecs.Testing;

/// <summary>The other form of an operator as a case of its own, whatever its types.</summary>
internal interface ISideOutputCase
{
    IReadOnlyList<ContractCheck> Checks();
}
