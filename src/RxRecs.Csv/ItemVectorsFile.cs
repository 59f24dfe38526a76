using RxRecs.Recommenders;

namespace RxRecs.Csv;

/// <summary>
/// Reads vectors of items from files: a line for each item, with its id and its numbers between commas, semicolons,
/// tabs, bars or blanks, or as a JSON object with the members <c>item</c> and <c>vector</c>.
/// </summary>
/// <remarks>
/// <para>A first line is a header where its first field is empty, <c>item</c> or <c>id</c>, or no other field of it is
/// a number; or, between blanks, where it is two whole numbers: how many vectors there are and how many numbers each
/// has.</para>
/// <para>The header tells how many numbers a vector has, or else the first line that can be read: from 1 to
/// <see cref="ItemVectors{TItem}.MostDimensions"/>.</para>
/// </remarks>
public static class ItemVectorsFile
{
    /// <summary>Reads a file of either form, which is recognized by its first line.</summary>
    /// <param name="path">The file, plain or compressed with gzip.</param>
    /// <param name="onDeadLetter">
    /// The callback that receives the lines that are left out: they cannot be read, have another number of numbers, one
    /// that is not finite or only zeros, or are of an item that has a vector already.
    /// </param>
    /// <returns>The vectors.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ShopFileException">
    /// The file is not there, has no vectors, or is damaged; or no line of it can be read.
    /// </exception>
    public static ItemVectors<Id> Read(string path, Action<DeadLetter>? onDeadLetter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(InputFile.Open(path), path, onDeadLetter);
    }

    /// <summary>Reads a stream of either form, which is recognized by its first line.</summary>
    /// <param name="stream">The bytes, from where the stream stands; it is closed.</param>
    /// <param name="source">The name of the source in messages and dead letters.</param>
    /// <param name="onDeadLetter">The callback that receives the lines that are left out.</param>
    /// <returns>The vectors.</returns>
    /// <exception cref="ArgumentException">An argument is null, or <paramref name="source"/> is empty.</exception>
    /// <exception cref="ShopFileException">
    /// The stream has no vectors, or is damaged; or no line can be read.
    /// </exception>
    public static ItemVectors<Id> Read(Stream stream, string source, Action<DeadLetter>? onDeadLetter = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(source);
        var options = new ShopFileOptions();
        return InputFile.Read(
            stream, source, "the vectors", options, bytes => VectorRows.Read(bytes, source, options, onDeadLetter));
    }
}
