namespace RxRecs.Shop.Options;

/// <summary>
/// Tells files, which can be read as often as one likes, from pipes and devices, whose bytes go to the first reader.
/// </summary>
internal static class PlainFile
{
    /// <summary>Tells whether a path leads to a file with something in it.</summary>
    public static bool Is(string path) => LengthOf(path) > 0;

    /// <summary>Gives the length of the file that a path leads to; 0 for anything else.</summary>
    public static long LengthOf(string path)
    {
        try
        {
            // A link has a length of its own: /dev/stdin is one, to a pipe or to a file.
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return target is { Exists: true } ? target.Length : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Opening it will tell what is wrong.
            return 0;
        }
    }
}
