// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.sieve.Compilation.Compiled;
import org.pabal.sieve.Compilation.Refused;
import org.pabal.sieve.language.SieveCompiler;

/// A file of script tests. Lines before its first section say what it shows.
///
/// ```
/// == # words                      what follows, for the reader
/// == script                       what is run; LF becomes CRLF only with `== script crlf`
/// == script personal NAME         what it may include; also `global`
/// == config                       `without = NAME..`, `only = NAME..`, `delimiters = +-`,
///                                 `protected = field..`,
///                                 `redirects = 2`, `actions = 3`, `steps = 100`, `value = 100`
/// == errors                       what is wrong with the script: `LINE:COLUMN part of the text`
/// == warnings                     the same, of a script that can be run
/// == message                      for the runs from here on; `{hex:BEC6}` stands for octets
/// == envelope                     `from: a@b`, in place of alice@example.net; `to: `; others
/// == world                        see {@link FixedSurroundings}
/// == actions                      runs it: each action in a line, as {@link ActionText} has it
/// == failure                      of the same run: `LINE:COLUMN part of the text`
/// == log                          of the same run
/// == executed                     of the same run: `program [argument, argument]`
/// == trace                        of the same run: `LINE text`, or `LINE text -> true`
/// == result                       of the same run: the last action's message
/// ```
final class ScriptCases {
    private static final String DEFAULT_MESSAGE =
            """
            From: Alice <alice@example.net>
            To: Bob <bob@example.org>
            Subject: Hello
            Message-ID: <1@example.net>
            Date: Sat, 21 Nov 2026 12:00:00 +0000

            Hello Bob.
            """;

    private final Path file;
    private final Map<String, String> scripts = new HashMap<>();
    private final Set<Extension> extensions = EnumSet.allOf(Extension.class);
    private SieveConfig config = SieveConfig.DEFAULT;
    private OctetsMessage message = OctetsMessage.of(DEFAULT_MESSAGE);
    private FixedSurroundings world = new FixedSurroundings();
    private Optional<Outcome> outcome = Optional.empty();
    private boolean expected;

    private record Section(int line, String name, List<String> lines) {
        String text() {
            return String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
        }

        List<String> said() {
            return lines.stream().filter(each -> !each.isBlank()).toList();
        }
    }

    private ScriptCases(Path file) {
        this.file = file;
    }

    static void run(Path file) throws IOException {
        ScriptCases cases = new ScriptCases(file);
        for (Section section : sections(Files.readAllLines(file))) {
            cases.take(section);
        }
        assertThat(cases.expected).as("expects something: %s", file).isTrue();
    }

    private static List<Section> sections(List<String> lines) {
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("== ")) {
                sections.add(new Section(i + 1, line.substring(3).strip(), new ArrayList<>()));
            } else if (!sections.isEmpty()) {
                sections.getLast().lines().add(line);
            }
        }
        sections.forEach(section -> dropEmptyEnd(section.lines()));
        return sections;
    }

    private static void dropEmptyEnd(List<String> lines) {
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
    }

    private void take(Section section) {
        String name = section.name();
        if (name.startsWith("#")) {
            return;
        }
        if (name.startsWith("script")) {
            script(name, section.text());
            return;
        }
        switch (name) {
            case "config" -> section.said().forEach(this::configure);
            case "message" -> {
                outcome = Optional.empty();
                message = OctetsMessage.of(section.text());
            }
            case "envelope" -> envelope(section.said());
            case "world" -> {
                outcome = Optional.empty();
                section.said().forEach(world::tell);
            }
            default -> expect(section);
        }
    }

    private void script(String name, String text) {
        outcome = Optional.empty();
        switch (name) {
            case "script" -> scripts.put("", text);
            case "script crlf" -> scripts.put("", text.replace("\n", "\r\n"));
            default -> scripts.put(name.substring("script ".length()), text);
        }
    }

    private void envelope(List<String> lines) {
        outcome = Optional.empty();
        if (lines.equals(List.of("none"))) {
            world.noEnvelope();
            return;
        }
        List<String> parts = new ArrayList<>();
        for (String line : lines) {
            String part = line.substring(0, line.indexOf(':'));
            world.envelope(line, !parts.contains(part));
            parts.add(part);
        }
    }

    private void configure(String line) {
        int separator = line.indexOf(" = ");
        String value = line.substring(separator + 3).strip();
        SieveLimits limits = config.limits();
        switch (line.substring(0, separator).strip()) {
            case "without" -> extensions.removeAll(named(value));
            case "only" -> extensions.retainAll(named(value));
            case "delimiters" -> config = config.withDetailDelimiters(value);
            case "protected" -> config = config.withProtectedFields(Set.of(value.split(" +")));
            case "actions" ->
                    limits(limits, limits.steps(), Integer.parseInt(value), limits.redirects());
            case "redirects" ->
                    limits(limits, limits.steps(), limits.actions(), Integer.parseInt(value));
            case "steps" ->
                    limits(limits, Integer.parseInt(value), limits.actions(), limits.redirects());
            default -> throw new IllegalArgumentException("no such configuration: " + line);
        }
    }

    private void limits(SieveLimits base, int steps, int actions, int redirects) {
        config =
                config.withLimits(
                        new SieveLimits(
                                base.scriptOctets(),
                                base.depth(),
                                steps,
                                base.time(),
                                base.valueOctets(),
                                actions,
                                redirects,
                                base.newMailboxes()));
    }

    private static List<Extension> named(String names) {
        return java.util.Arrays.stream(names.split(" +"))
                .map(name -> Extension.named(name).orElseThrow())
                .toList();
    }

    private void expect(Section section) {
        expected = true;
        String at = file.getFileName() + ":" + section.line() + " == " + section.name();
        List<String> lines = section.said();
        switch (section.name()) {
            case "errors" -> findings(at, errors(), lines);
            case "warnings" -> findings(at, compiled(at).warnings(), lines);
            case "actions" ->
                    assertThat(actions(outcome(at))).as(at + failure(outcome(at))).isEqualTo(lines);
            case "failure" -> findings(at, outcome(at).failure().stream().toList(), lines);
            case "log" -> assertThat(outcome(at).log()).as(at).isEqualTo(lines);
            case "executed" -> assertThat(executed(at)).as(at).isEqualTo(lines);
            case "trace" -> assertThat(trace(outcome(at))).as(at).isEqualTo(lines);
            case "result" -> assertThat(result(outcome(at))).as(at).isEqualTo(section.text());
            default -> throw new IllegalArgumentException(at + ": there is no such section");
        }
    }

    private static String failure(Outcome outcome) {
        return outcome.failure().map(finding -> " (" + finding + ")").orElse("");
    }

    private List<String> executed(String at) {
        outcome(at);
        return world.executed;
    }

    private List<String> actions(Outcome outcome) {
        return outcome.actions().stream().map(each -> ActionText.of(each, message)).toList();
    }

    private static List<String> trace(Outcome outcome) {
        return outcome.decisions().stream()
                .map(each ->
                        (each.script().isEmpty() ? "" : each.script() + ":")
                                + each.line()
                                + " "
                                + each.text()
                                + each.answer().map(answer -> " -> " + answer).orElse(""))
                .toList();
    }

    private static String result(Outcome outcome) {
        SieveMessage last =
                outcome.actions().stream()
                        .flatMap(action -> message(action).stream())
                        .reduce((_, second) -> second)
                        .orElseThrow();
        return FixedSurroundings.text(last).replace("\r\n", "\n").stripTrailing() + "\n";
    }

    private static Optional<SieveMessage> message(Action action) {
        return switch (action) {
            case Action.Keep keep -> Optional.of(keep.message());
            case Action.FileInto file -> Optional.of(file.message());
            case Action.Redirect redirect -> Optional.of(redirect.message());
            case Action.Pipe pipe -> Optional.of(pipe.message());
            case Action.Notification notification -> Optional.of(notification.message());
            case Action.Snooze snooze -> Optional.of(snooze.message());
            case Action.Vacation vacation -> Optional.of(vacation.message());
            case Action.Discard _, Action.Reject _, Action.Execute _, Action.Remember _ ->
                    Optional.empty();
        };
    }

    private static void findings(String at, List<Finding> found, List<String> lines) {
        String shown = found.stream().map(Finding::toString).collect(Collectors.joining("\n"));
        assertThat(found).as("%s\n%s", at, shown).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            Finding finding = found.get(i);
            int space = lines.get(i).indexOf(' ');
            String place = finding.line() + ":" + finding.column();
            assertThat(place).as("%s\n%s", at, shown).isEqualTo(lines.get(i).substring(0, space));
            assertThat(finding.text()).as(at).contains(lines.get(i).substring(space + 1));
        }
    }

    // Compiling and running.

    private Compilation compile() {
        byte[] text = scripts.get("").getBytes(StandardCharsets.UTF_8);
        return new SieveCompiler(config.withExtensions(extensions)).compile(text, this::included);
    }

    private Optional<byte[]> included(ScriptSource.Location location, String name) {
        String key = location.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
        return Optional.ofNullable(scripts.get(key))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Finding> errors() {
        return switch (compile()) {
            case Compiled _ -> List.of();
            case Refused(List<Finding> errors) -> errors;
        };
    }

    private Compiled compiled(String at) {
        return switch (compile()) {
            case Compiled compiled -> compiled;
            case Refused(List<Finding> errors) -> throw new AssertionError(at + ": " + errors);
        };
    }

    private Outcome outcome(String at) {
        if (outcome.isEmpty()) {
            world.executed.clear();
            outcome = Optional.of(compiled(at).script().trace(message, world));
        }
        return outcome.get();
    }
}
