namespace RxRecs.Live.Tests.Architecture;

/// <summary>The rooms of the live server.</summary>
public sealed class LiveRoomTests() : RoomTests(typeof(LiveServer).Assembly, "samples/RxRecs.Live");
