using System.Reflection;

namespace RxRecs;

/// <summary>
/// The folders of a project's sources are rooms: no two use each other, not even by way of others. What lies in the
/// root may use all of them, and none may use it.
/// </summary>
public abstract class RoomTests
{
    /// <summary>Makes the tests of a project.</summary>
    /// <param name="assembly">What was compiled of it.</param>
    /// <param name="path">Its path in the repository; null for the assembly's name in <c>src</c>.</param>
    private protected RoomTests(Assembly assembly, string? path = null) =>
        Rooms = new(assembly, path ?? Path.Combine("src", assembly.GetName().Name!));

    private protected RoomGraph Rooms { get; }

    [Test]
    public void Rooms_Uses_HaveNoCycle() => Assert.Multiple(() =>
    {
        foreach (var room in Rooms.Rooms)
        {
            Assert.That(Rooms.PathBack(room), Is.Empty, $"{room} is in a cycle.");
        }
    });

    [Test]
    public void Root_IsUsed_ByNoRoom() => Assert.That(
        from room in Rooms.Rooms
        from use in Rooms.UsesOf(room)
        where use.Key == SourceFolders.Root
        select use.Value,
        Is.Empty);

    [Test]
    public void Rooms_Found_AreSeveral() => Assert.That(Rooms.Rooms.Count(), Is.GreaterThan(1));
}
