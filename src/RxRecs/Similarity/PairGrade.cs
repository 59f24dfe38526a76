namespace RxRecs.Recommenders;

/// <summary>Specifies what two events of graded kinds count as a pair.</summary>
public enum PairGrade
{
    /// <summary>
    /// Takes the grade of the item that is found, so that a pair counts differently in each direction.
    /// </summary>
    OfFound,

    /// <summary>Takes the lower of both grades.</summary>
    Least,
}
