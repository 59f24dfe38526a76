namespace RxRecs.Shop.Tests.Architecture;

/// <summary>The rooms of the console.</summary>
public sealed class ShopRoomTests() : RoomTests(typeof(ShopHost).Assembly, "samples/RxRecs.Shop");
