Console.Error.WriteLine(
    "This sample needs the package DynamicData, which the package feed lacked when it was built. With a feed that " +
    "has it, delete artifacts/feed.props and start it again.");
return 1;
