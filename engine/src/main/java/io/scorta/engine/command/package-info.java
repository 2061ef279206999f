/// What each command does, and the one table that describes them all.
///
/// Imports the rooms up to `persist`.
///
/// ```
/// RespDialogue.consume → RespReader.next → Dispatcher.dispatch → Handler.execute(Execution)
/// ```
///
/// To add a family of commands: a class with one static method for each command, which takes an
/// [io.scorta.engine.command.Execution] and writes exactly one reply; its `bind` names them to
/// [io.scorta.engine.command.Handlers]; each command has a row in `commands.tsv`. The dispatcher
/// has checked the number of arguments and holds the locks of the keys that the row names. A
/// handler looks keys up through `Execution.seek` or `read`, changes them through
/// [io.scorta.engine.keyspace.Keeper], and ends every change with `Keeper.changed`.
///
/// What follows from a command comes after it, when its locks are free:
///
/// ```
/// RespDialogue → Aftermath.work → Hub.publish: events to channels
///                               → Invalidations: copies that clients drop
///                               → Blocking.serve: who waits for a key
///                               → messages of the command itself
/// ```
///
/// A handler that finds nothing may have its connection wait by `Execution.await`. What connections
/// share across loops is in the [io.scorta.engine.command.Hub]; how loops use it, in THREADS.md.
@NullMarked
package io.scorta.engine.command;

import org.jspecify.annotations.NullMarked;
