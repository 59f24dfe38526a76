namespace RxRecs.Shop.Input;

/// <summary>A row that cannot be read, where one is one too many.</summary>
/// <param name="letter">The row, or the record of a topic.</param>
/// <param name="place">What its position counts.</param>
internal sealed class UnreadableRowException(DeadLetter letter, string place = "line") : IOException(
    $"{letter.Source}, {place} {letter.Position}: {letter.Reason}. --strict ends the run there; without it, such "
    + (place == "line" ? "rows" : "records") + " are counted and the rest is read.");
