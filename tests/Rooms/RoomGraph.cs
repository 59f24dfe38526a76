using System.Reflection;

namespace RxRecs;

/// <summary>The folders of a project's sources and which uses which, by what the compiled types refer to.</summary>
internal sealed class RoomGraph
{
    private readonly Assembly _assembly;
    private readonly SourceFolders _folders;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    /// <summary>Finds the rooms of an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="path">The path of its project in the repository.</param>
    public RoomGraph(Assembly assembly, string path)
    {
        (_assembly, _folders) = (assembly, new(path));
        foreach (var type in assembly.GetTypes())
        {
            if (Folder(type) is { } from)
            {
                _uses.TryAdd(from, new(StringComparer.Ordinal));
                AddUses(type, from);
            }
        }
    }

    public IEnumerable<string> Rooms => _uses.Keys;

    /// <summary>The rooms that a room uses, each with one use as an example.</summary>
    public IReadOnlyDictionary<string, string> UsesOf(string room) => _uses[room];

    /// <summary>
    /// The folder of a type of the project; null for a facade, for what is not ours and for what the compiler adds.
    /// </summary>
    public string? Folder(Type type)
    {
        while ((type.DeclaringType ?? type.GetElementType()) is { } outer)
        {
            type = outer;
        }

        var isOurs = type.Assembly == _assembly && type.Namespace is { } name
            && (name == "RxRecs" || name.StartsWith("RxRecs.", StringComparison.Ordinal));
        return isOurs ? _folders.Of(type) : null;
    }

    /// <summary>Uses that lead from a room back to it; empty where there are none.</summary>
    public IReadOnlyList<string> PathBack(string start)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<(string Room, List<string> Path)>([(start, [])]);
        while (open.TryDequeue(out var next))
        {
            foreach (var (to, example) in _uses[next.Room])
            {
                List<string> path = [.. next.Path, example];
                if (to == start)
                {
                    return path;
                }

                if (seen.Add(to))
                {
                    open.Enqueue((to, path));
                }
            }
        }

        return [];
    }

    private void AddUses(Type type, string from)
    {
        foreach (var member in IlReferences.Of(type))
        {
            var target = member as Type ?? member.DeclaringType;
            if (target is not null && Folder(target) is { } to && to != from)
            {
                _uses[from].TryAdd(to, $"{type} uses {target.Name}.{member.Name}");
            }
        }
    }
}
