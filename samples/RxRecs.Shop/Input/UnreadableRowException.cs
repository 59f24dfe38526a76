namespace RxRecs.Shop.Input;

/// <summary>A row that cannot be read, where one is one too many.</summary>
internal sealed class UnreadableRowException(DeadLetter letter) : IOException(
    $"{letter.Source}, line {letter.Position}: {letter.Reason}. --strict ends the run there; without it, such rows are "
    + "counted and the rest is read.");
