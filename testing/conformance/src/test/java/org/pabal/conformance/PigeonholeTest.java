// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.sieve.Action;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.FixedSurroundings;
import org.pabal.sieve.OctetsMessage;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.SieveConfig;
import org.pabal.sieve.SieveLimits;
import org.pabal.sieve.language.SieveCompiler;

/// The same scripts on the same messages, run by Pigeonhole's `sieve-test` and by us: what is done
/// must be the same, but for what {@link #DEVIATIONS} lists.
class PigeonholeTest {
    private static final Path CASES = Path.of("src/test/sieve");

    /// By script and message, a sentence why. Nothing is listed because it is hard.
    private static final Map<String, String> DEVIATIONS =
            Map.of(
                    "vacation.sieve on bare.eml",
                    "whether the owner is among the addressees is asked before an answer is an"
                            + " action; there it is asked later",
                    "vacation.sieve on mime.eml",
                    "likewise",
                    "vacation.sieve on odd.eml",
                    "likewise");

    private static final String SETTINGS =
            """
            mail_uid = nobody
            mail_gid = nogroup
            first_valid_uid = 1
            mail_home = %1$s
            mail_location = maildir:%1$s/mail
            postmaster_address = postmaster@example.com
            plugin {
              sieve = file:%1$s/none.sieve
              sieve_extensions = +editheader
            }
            """;

    @TempDir private Path folder;

    @Test
    void bothDoTheSame() throws Exception {
        assumeTrue(Run.has("sieve-test") && System.getProperty("user.name").equals("root"));
        Path home = Daemon.homeIn(folder, "pigeonhole");
        Files.writeString(home.resolve("dovecot.conf"), SETTINGS.formatted(home));
        Map<String, String> different = new TreeMap<>();
        int compared = 0;
        for (Path script : files("scripts")) {
            Path copy = Files.copy(script, home.resolve(script.getFileName()));
            for (Path message : files("messages")) {
                compared++;
                String name = script.getFileName() + " on " + message.getFileName();
                List<String> theirs = theirs(home, copy, message);
                List<String> ours = ours(script, message);
                if (!theirs.equals(ours) && !DEVIATIONS.containsKey(name)) {
                    different.put(name, difference(theirs, ours));
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(90);
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> all = Files.list(CASES.resolve(folder))) {
            return all.sorted().toList();
        }
    }

    private static String difference(List<String> theirs, List<String> ours) {
        TreeSet<String> missing = new TreeSet<>(theirs);
        ours.forEach(missing::remove);
        TreeSet<String> more = new TreeSet<>(ours);
        theirs.forEach(more::remove);
        return "only theirs " + missing + ", only ours " + more + ", theirs " + theirs;
    }

    private static List<String> theirs(Path home, Path script, Path message) throws Exception {
        String output =
                Run.command(
                                "sieve-test",
                                "-c",
                                home.resolve("dovecot.conf").toString(),
                                "-a",
                                "me+det@example.com",
                                "-r",
                                "me+det@example.com",
                                "-f",
                                "sender@example.org",
                                script.toString(),
                                message.toAbsolutePath().toString())
                        .in(home)
                        .run()
                        .mustSucceed()
                        .output();
        List<String> actions = new ArrayList<>();
        for (String line : output.lines().map(String::strip).toList()) {
            if (line.startsWith("* store message in folder: ")) {
                actions.add("store " + line.substring(27));
            } else if (line.startsWith("+ add IMAP flags: ")) {
                actions.add(
                        actions.removeLast() + flags(Arrays.asList(line.substring(18).split(" "))));
            } else if (line.startsWith("* redirect message to: ")) {
                actions.add("redirect " + line.substring(23).replaceAll("[<>]", ""));
            } else if (line.startsWith("* reject message with reason: ")) {
                actions.add("reject " + line.substring(30));
            } else if (line.startsWith("=> seconds : ")) {
                actions.add("vacation " + line.substring(13));
            } else if (line.equals("* discard")) {
                actions.add("discard");
            }
        }
        return actions.stream().filter(action -> !action.equals("discard")).sorted().toList();
    }

    private static List<String> ours(Path script, Path message) throws IOException {
        SieveLimits limits = SieveLimits.DEFAULT;
        SieveConfig config =
                SieveConfig.DEFAULT.withLimits(
                        new SieveLimits(
                                limits.scriptOctets(),
                                limits.depth(),
                                limits.steps(),
                                limits.time(),
                                limits.valueOctets(),
                                100,
                                limits.redirects(),
                                100));
        if (!(new SieveCompiler(config).compile(Files.readAllBytes(script), ScriptSource.NONE)
                instanceof Compilation.Compiled(var compiled, _))) {
            return List.of(
                    new SieveCompiler(config)
                            .compile(Files.readAllBytes(script), ScriptSource.NONE)
                            .toString());
        }
        FixedSurroundings world = new FixedSurroundings();
        world.tell("own me+det@example.com");
        world.envelope("from", "sender@example.org");
        world.envelope("to", "me+det@example.com");
        Outcome outcome = compiled.run(new OctetsMessage(Files.readAllBytes(message)), world);
        List<String> actions = new ArrayList<>();
        outcome.failure().ifPresent(failure -> actions.add("failure " + failure));
        for (Action action : outcome.actions()) {
            switch (action) {
                case Action.Keep keep -> actions.add("store INBOX" + flags(keep.flags()));
                case Action.FileInto into ->
                        actions.add("store " + into.mailbox().name() + flags(into.flags()));
                case Action.Redirect redirect -> actions.add("redirect " + redirect.to());
                case Action.Reject reject -> actions.add("reject " + reject.reason());
                case Action.Vacation vacation ->
                        actions.add("vacation " + vacation.period().toSeconds());
                default -> {}
            }
        }
        return actions.stream().sorted().toList();
    }

    private static String flags(Optional<List<String>> flags) {
        return flags.map(PigeonholeTest::flags).orElse("");
    }

    private static String flags(List<String> flags) {
        return flags.isEmpty()
                ? ""
                : flags.stream()
                        .map(flag -> flag.toLowerCase(Locale.ROOT))
                        .sorted()
                        .collect(Collectors.joining(" ", " [", "]"));
    }
}
