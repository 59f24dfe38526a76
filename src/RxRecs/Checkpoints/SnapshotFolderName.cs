using System.Globalization;
using System.Text;

namespace RxRecs;

/// <summary>
/// A name as the name of a folder, on file systems that tell capitals apart and on those that do not: lower-case
/// letters, digits, <c>-</c>, <c>_</c> and inner dots stay, all else becomes <c>%</c> and two hexadecimal digits per
/// byte of UTF-8. No name leads out of the folder, and no two names to the same one.
/// </summary>
internal static class SnapshotFolderName
{
    private const int Longest = 255;
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The folder of a name.</summary>
    /// <exception cref="ArgumentException">The name is empty, no text, or too long for a folder.</exception>
    public static string Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var bytes = StrictUtf8.GetBytes(name);
        var folder = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            var letter = (char)bytes[i];
            if (letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'
                || (letter == '.' && i > 0 && i < bytes.Length - 1))
            {
                folder.Append(letter);
            }
            else
            {
                folder.Append('%').Append(bytes[i].ToString("x2", CultureInfo.InvariantCulture));
            }
        }

        return folder.Length <= Longest
            ? folder.ToString()
            : throw new ArgumentException(
                $"'{name}' makes a folder name of {folder.Length} characters, {Longest} are possible.", nameof(name));
    }

    /// <summary>The name that made a folder's name, or null.</summary>
    public static string? NameOf(string folder)
    {
        try
        {
            var name = Uri.UnescapeDataString(folder);
            return name.Length > 0 && Of(name) == folder ? name : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
