using System.Reflection;

namespace RxRecs;

/// <summary>
/// The folders of a project's sources are rooms: no two use each other, not even by way of others. What lies in the
/// root may use all of them, and none may use it.
/// </summary>
public abstract class RoomTests
{
    private protected RoomTests(Assembly assembly) => Rooms = new(assembly);

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
