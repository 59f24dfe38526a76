namespace RxRecs.Hosting.Architecture;

public sealed class HostingRoomTests() : RoomTests(typeof(RxRecsHostExtensions).Assembly);
