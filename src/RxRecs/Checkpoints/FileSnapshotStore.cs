using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using RxRecs.Storage;

namespace RxRecs;

/// <summary>
/// Keeps snapshots in files: a folder for each name, in it the two newest. A snapshot is written beside them under a
/// temporary name, flushed to the disk and then renamed, so that a process that is killed at any moment leaves the ones
/// before whole and at most a temporary file, which the next save removes. Every file carries a checksum.
/// </summary>
/// <remarks>
/// The folder's own entry is not flushed, for which there is no portable call: after a loss of power the newest
/// snapshot may be missing, and the one before it counts.
/// </remarks>
public sealed class FileSnapshotStore : ISnapshotStore
{
    private const string TemporaryExtension = ".tmp";
    private readonly string _folder;

    // Files known to be whole, written or read by this store: what is kept beside the newest need not be read again.
    private readonly ConcurrentDictionary<string, byte> _whole = new(StringComparer.Ordinal);

    /// <summary>Uses a folder, and makes it where it is missing.</summary>
    /// <param name="folder">The folder; nothing else should lie in it.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is null or empty.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FileSnapshotStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
        Try(() => Directory.CreateDirectory(_folder), "make the folder for snapshots", _folder);
    }

    /// <inheritdoc/>
    public void Save(string name, long position, ReadOnlySpan<byte> snapshot)
    {
        var folder = FolderOf(name);
        string path;
        try
        {
            Directory.CreateDirectory(folder);
            RemoveLeftovers(folder);
            path = Path.Combine(folder, SnapshotFile.Name(position, NextSequence(folder)));
            Write(path, name, position, snapshot);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"Cannot keep a snapshot of {name} ({snapshot.Length} bytes) in {folder}: {error.Message} " +
                "The snapshots before it are as they were.",
                error);
        }

        _whole[path] = 0;
        RemoveOld(folder, path, name);
    }

    /// <inheritdoc/>
    public StoredSnapshots Load(string name)
    {
        var folder = FolderOf(name);
        var files = Files(folder);
        while (true)
        {
            var (whole, damaged) = Read(files, name);

            // Whoever saves at the same time removes what was listed: what is not there any more is not damaged.
            var now = damaged.Count == 0 ? files : Files(folder);
            if (!now.SequenceEqual(files, StringComparer.Ordinal))
            {
                files = now;
                continue;
            }

            return whole.Count > 0 || damaged.Count == 0
                ? new StoredSnapshots(whole, damaged)
                : throw new SnapshotException(
                    $"None of the snapshots of {name} is whole. {string.Join("; ", damaged)}. Delete them to begin " +
                    "anew from the start of the input, or put back a copy.");
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        var folder = FolderOf(name);
        Try(
            () =>
            {
                foreach (var path in Files(folder))
                {
                    File.Delete(path);
                    _whole.TryRemove(path, out _);
                }

                if (Directory.Exists(folder))
                {
                    RemoveLeftovers(folder);
                    Directory.Delete(folder);
                }
            },
            $"delete the snapshots of {name}",
            folder);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names()
    {
        var names = new List<string>();
        Try(
            () => names.AddRange(Directory.EnumerateDirectories(_folder)
                .Where(folder => Directory.EnumerateFiles(folder, "*" + SnapshotFile.Extension).Any())
                .Select(folder => SnapshotFolderName.NameOf(Path.GetFileName(folder)))
                .OfType<string>()),
            "list the snapshots",
            _folder);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static void Write(string path, string name, long position, ReadOnlySpan<byte> snapshot)
    {
        var temporary = path + TemporaryExtension;
        try
        {
            SnapshotFile.Write(temporary, name, position, snapshot);
            File.Move(temporary, path);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.GetFiles(folder, "*" + TemporaryExtension))
        {
            TryDelete(path);
        }
    }

    private static long NextSequence(string folder)
    {
        var last = 0L;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + SnapshotFile.Extension))
        {
            if (SnapshotFile.TryParseName(path, out _, out var sequence) && sequence < long.MaxValue)
            {
                last = Math.Max(last, sequence);
            }
        }

        return last + 1;
    }

    /// <summary>
    /// Gives the files of a folder, greatest position first, then written last; those with other names last.
    /// </summary>
    private static string[] Files(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        string[] all = [];
        Try(() => all = Directory.GetFiles(folder, "*" + SnapshotFile.Extension), "read the snapshots", folder);
        return
        [
            .. all.Select(path => (
                    Path: path,
                    Named: SnapshotFile.TryParseName(path, out var position, out var sequence),
                    Position: position,
                    Sequence: sequence))
                .OrderByDescending(file => file.Named)
                .ThenByDescending(file => file.Position)
                .ThenByDescending(file => file.Sequence)
                .Select(file => file.Path),
        ];
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A file too many does no harm; the next save tries again.
        }
    }

    private static void Try(Action action, string what, string folder)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot {what} in {folder}: {error.Message}", error);
        }
    }

    /// <summary>Keeps the file just written and the newest whole one beside it.</summary>
    private void RemoveOld(string folder, string written, string name)
    {
        var hasSpare = false;
        foreach (var path in Files(folder).Where(path => path != written))
        {
            if (!hasSpare && (_whole.ContainsKey(path) || TryRead(path, name, out _, out _)))
            {
                hasSpare = true;
                continue;
            }

            TryDelete(path);
            _whole.TryRemove(path, out _);
        }
    }

    private (List<StoredSnapshot> Whole, List<string> Damaged) Read(string[] files, string name)
    {
        var whole = new List<StoredSnapshot>();
        var damaged = new List<string>();
        foreach (var path in files)
        {
            if (TryRead(path, name, out var snapshot, out var problem))
            {
                whole.Add(snapshot);
            }
            else
            {
                damaged.Add($"{path}: {problem}");
            }
        }

        return (whole, damaged);
    }

    private bool TryRead(
        string path, string name, [NotNullWhen(true)] out StoredSnapshot? snapshot, out string problem)
    {
        (snapshot, problem) = (null, "");
        try
        {
            snapshot = SnapshotFile.Read(path, name);
            _whole[path] = 0;
            return true;
        }
        catch (Exception error) when (error is SnapshotException or IOException or UnauthorizedAccessException)
        {
            _whole.TryRemove(path, out _);
            problem = error.Message;
            return false;
        }
    }

    private string FolderOf(string name) => Path.Combine(_folder, SnapshotFolderName.Of(name));
}
