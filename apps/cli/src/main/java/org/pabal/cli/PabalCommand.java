// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pabal.cli.Administration.Answer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `pabal`: the options that all commands share, and how each makes its call and shows the answer.
@Command(
        name = "pabal",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        resourceBundle = Messages.BUNDLE)
public final class PabalCommand {
    private static final Class<?> COMPLETION = picocli.AutoComplete.GenerateCompletion.class;
    private static final List<Class<?>> COMMANDS =
            List.of(
                    DomainCommand.class,
                    DirectoryCommand.class,
                    AccountCommand.class,
                    AliasCommand.class,
                    GroupCommand.class,
                    MailboxCommand.class,
                    CyradmCommand.class,
                    QueueCommand.class,
                    RouteCommand.class,
                    RelayCommand.class,
                    ClusterCommand.class,
                    DkimCommand.class,
                    SpamCommand.class,
                    SpfCommand.class,
                    SrsCommand.class,
                    SetupCommand.class,
                    StatusCommand.class,
                    TraceCommand.class,
                    AuthCommand.class,
                    GreylistCommand.class,
                    BanCommand.class,
                    OutgoingCommand.class,
                    DoctorCommand.class,
                    SieveCommand.class,
                    ImportCommand.class,
                    ExportCommand.class,
                    StoreCommand.class,
                    COMPLETION);

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Context context;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:PABAL_DATA:-/var/lib/pabal}")
    private Path data = Path.of("/var/lib/pabal");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:PABAL_CONFIG:-}")
    private String config = "";

    @Option(names = "--json", scope = ScopeType.INHERIT)
    private boolean json;

    public PabalCommand(Context context) {
        this.context = context;
    }

    /// The command line with all commands.
    public static CommandLine commandLine(Context context) {
        return commandLine(context, List.of());
    }

    /// The command line, ready to run these words. To build a command from its annotations takes
    /// longer than to run many a one: only those are built whose names stand among the words.
    ///
    /// @param more commands of the caller's own, with a constructor that takes the root
    public static CommandLine commandLine(Context context, List<Class<?>> more, String... words) {
        PabalCommand root = new PabalCommand(context);
        CommandLine line = new CommandLine(root, new Parts(root));
        List<Class<?>> all = Stream.concat(COMMANDS.stream(), more.stream()).toList();
        called(all, Set.of(words)).forEach(line::addSubcommand);
        line.setOut(context.out())
                .setErr(context.err())
                .setResourceBundle(context.messages().bundle())
                .setExecutionExceptionHandler(root::failed);
        line.getCommandSpec().version("pabal " + context.version());
        line.getCommandSpec().parser().caseInsensitiveEnumValuesAllowed(true);
        // Behind cyradm stands another program's command line, options with one dash and all;
        // rights and who has them may begin with a dash.
        takeDashes(line.getSubcommands().get("cyradm"));
        CommandLine mailbox = line.getSubcommands().get("mailbox");
        takeDashes(mailbox == null ? null : mailbox.getSubcommands().get("acl"));
        return line;
    }

    /// What speaks of all of them, and what is none of them, needs all.
    private static List<Class<?>> called(List<Class<?>> all, Set<String> words) {
        List<Class<?>> called =
                all.stream()
                        .filter(command ->
                                words.contains(command.getAnnotation(Command.class).name()))
                        .toList();
        return called.isEmpty() || called.contains(COMPLETION) ? all : called;
    }

    private static void takeDashes(@Nullable CommandLine command) {
        if (command != null) {
            command.setUnmatchedOptionsArePositionalParams(true);
        }
    }

    /// Gives each command the root that it belongs to.
    private record Parts(PabalCommand root) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1
                        && constructor.getParameterTypes()[0] == PabalCommand.class) {
                    return type.cast(constructor.newInstance(root));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    public Place place() {
        Optional<Path> file =
                config.isEmpty()
                        ? Optional.of(data.resolve("pabal.toml"))
                                .filter(java.nio.file.Files::exists)
                        : Optional.of(Path.of(config));
        return new Place(data, file);
    }

    public boolean json() {
        return json;
    }

    public Context context() {
        return context;
    }

    /// Makes several calls, and shows what comes of them in the end.
    Administration open() {
        return context.administration().apply(place());
    }

    /// Makes one call and shows its answer.
    ///
    /// @param text shows the result to people
    /// @return the exit code
    int run(
            String operation,
            Map<String, Object> arguments,
            BiConsumer<JsonNode, PrintWriter> text) {
        return run(operation, arguments, text, result -> ExitCode.DONE);
    }

    /// The same for a call whose result can mean more than done.
    int run(
            String operation,
            Map<String, Object> arguments,
            BiConsumer<JsonNode, PrintWriter> text,
            ToIntFunction<JsonNode> exitCode) {
        try (Administration administration = context.administration().apply(place())) {
            return show(administration.call(operation, arguments), text, exitCode);
        }
    }

    int show(
            Answer answer,
            BiConsumer<JsonNode, PrintWriter> text,
            ToIntFunction<JsonNode> exitCode) {
        return switch (answer) {
            case Answer.Done(var result) -> {
                if (json) {
                    context.out().println(JSON.writeValueAsString(result));
                } else {
                    text.accept(result, context.out());
                }
                context.out().flush();
                yield exitCode.applyAsInt(result);
            }
            case Answer.Refused(var reason) -> refuse("refused", reason, ExitCode.REFUSED);
            case Answer.Unavailable(var reason) ->
                    refuse("unavailable", reason, ExitCode.UNAVAILABLE);
        };
    }

    /// Says why nothing was done.
    public int refuse(String kind, String reason, int exitCode) {
        if (json) {
            context.out().println(JSON.writeValueAsString(Map.of(kind, reason)));
            context.out().flush();
        } else {
            context.err().println("pabal: " + reason);
            context.err().flush();
        }
        return exitCode;
    }

    private int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof Context.Unreachable unreachable) {
            return refuse(
                    "unavailable",
                    String.valueOf(unreachable.getMessage()),
                    unreachable.exitCode());
        }
        throw failure;
    }

    /// A password from standard input, or asked for twice at a terminal without showing it.
    ///
    /// @return empty when the two differ or there is neither
    @SuppressWarnings("SystemConsoleNull") // the checker of nulls does not know that yet
    Optional<String> readPassword(boolean fromStandardInput) throws IOException {
        if (fromStandardInput) {
            return Optional.ofNullable(context.in().readLine());
        }
        java.io.Console console = System.console();
        if (console == null || !console.isTerminal()) {
            context.err().println("pabal: " + context.messages().text("password.no-terminal"));
            context.err().flush();
            return Optional.empty();
        }
        String first = new String(console.readPassword(context.messages().text("password.ask")));
        String second = new String(console.readPassword(context.messages().text("password.again")));
        if (!first.equals(second)) {
            context.err().println("pabal: " + context.messages().text("password.differ"));
            context.err().flush();
            return Optional.empty();
        }
        return Optional.of(first);
    }

    /// A time as the clock on the wall here shows it.
    String time(JsonNode instant) {
        return TIME.format(Instant.parse(instant.asString()).atZone(ZoneId.systemDefault()));
    }

    String say(String key, Object... arguments) {
        return context.messages().text(key, arguments);
    }
}
