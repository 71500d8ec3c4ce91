// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mda.scripts.ScriptQuota.Resource;
import org.pabal.message.Address;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.ScriptSource;
import org.pabal.sieve.ScriptSource.Location;
import org.pabal.storage.testing.FakeStorage;

final class ScriptStoreTest {
    private static final Account BOB = account(1, "bob@example.org");
    private static final Account ANNA = account(2, "anna@example.org");
    private static final ScriptName MAIN = new ScriptName("main");
    private static final ScriptName OTHER = new ScriptName("other");

    @TempDir private Path global;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private FakeStorage storage = new FakeStorage();
    private StoredMailboxes mailboxes = mailboxes();
    private final Compiler compiler = new Compiler();

    private StoredMailboxes mailboxes() {
        return new StoredMailboxes(storage, now::get, MailboxConfig.defaults());
    }

    /// Its scripts are lines: `personal NAME` and `global NAME` include, `error` does not compile,
    /// `warning` does with one.
    private static final class Compiler implements ScriptCompiler {
        private int compiled;

        @Override
        public Compilation compile(byte[] script, ScriptSource included) {
            compiled++;
            List<Finding> warnings = new ArrayList<>();
            List<String> all = new ArrayList<>();
            for (String line : text(script).lines().toList()) {
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "error" -> {
                        return new Compilation.Refused(List.of(new Finding(1, 1, line)));
                    }
                    case "warning" -> warnings.add(new Finding(1, 1, line));
                    case "personal", "global" -> {
                        Location location =
                                words[0].equals("global") ? Location.GLOBAL : Location.PERSONAL;
                        all.add(
                                included.script(location, words[1])
                                        .map(ScriptStoreTest::text)
                                        .orElse("none"));
                    }
                    default -> all.add(line);
                }
            }
            return new Compilation.Compiled(
                    (message, surroundings) ->
                            new Outcome(List.of(), Optional.empty(), List.of(), all),
                    warnings);
        }

        @Override
        public List<String> extensions() {
            return List.of("fileinto");
        }
    }

    private static Account account(long id, String address) {
        return new Account(
                new AccountId(id),
                Address.parse(address).orElseThrow(),
                "",
                Language.ENGLISH,
                OptionalLong.empty(),
                true);
    }

    private ScriptStore store() {
        return store(new ScriptQuota(3, 100, 200));
    }

    private ScriptStore store(ScriptQuota quota) {
        return new ScriptStore(
                storage,
                mailboxes,
                compiler,
                new GlobalScripts(Optional.of(global)),
                quota,
                now::get);
    }

    @AfterEach
    void close() {
        mailboxes.close();
        storage.close();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @SuppressWarnings("NullAway") // the compiler above looks at neither
    private static List<String> ran(Optional<org.pabal.sieve.Script> script) {
        return script.orElseThrow().run(null, null).log();
    }

    @Test
    void whoeverChangesAScriptIsHeardOf() {
        ScriptStore scripts = store();
        List<AccountId> told = new ArrayList<>();
        scripts.whenChanged(account -> told.add(account.id()));
        scripts.whenChanged(account -> {
            throw new IllegalStateException("a listener that is broken");
        });
        scripts.put(BOB, new ScriptName("a"), octets("keep"));
        scripts.put(BOB, new ScriptName("long"), new byte[101]);
        scripts.delete(BOB, new ScriptName("unknown"));
        assertThat(told).containsExactly(BOB.id());
        scripts.delete(BOB, new ScriptName("a"));
        assertThat(told).hasSize(2);
    }

    @Test
    void whatIsPutIsThereAfterARestart() {
        ScriptStore before = store();
        assertThat(before.put(BOB, MAIN, octets("keep"))).isEqualTo(ScriptOutcome.DONE);
        assertThat(before.activate(BOB, MAIN)).isEqualTo(ScriptOutcome.DONE);
        mailboxes.close();
        storage = storage.reopened();
        mailboxes = mailboxes();
        ScriptStore after = store();
        assertThat(after.list(BOB)).containsExactly(new ScriptInfo(MAIN, true, 4, now.get()));
        assertThat(after.get(BOB, MAIN).map(ScriptStoreTest::text)).contains("keep");
        assertThat(ran(after.active(BOB))).containsExactly("keep");
        assertThat(after.list(ANNA)).isEmpty();
        assertThat(after.active(ANNA)).isEmpty();
    }

    @Test
    void theHotPathReadsNothing() {
        ScriptStore store = store();
        store.put(BOB, MAIN, octets("keep"));
        store.activate(BOB, MAIN);
        assertThat(store.active(BOB)).isPresent();
        assertThat(store.active(ANNA)).isEmpty();
        int compiled = compiler.compiled;
        mailboxes.close();
        storage.close(); // fails whoever reads
        assertThat(ran(store.active(BOB))).containsExactly("keep");
        assertThat(store.active(ANNA)).isEmpty();
        assertThat(compiler.compiled).isEqualTo(compiled);
    }

    @Test
    void everyChangeIsSeenAtOnce() {
        ScriptStore store = store();
        assertThat(store.active(BOB)).isEmpty();
        store.put(BOB, MAIN, octets("one"));
        assertThat(store.active(BOB)).isEmpty();
        store.activate(BOB, MAIN);
        assertThat(ran(store.active(BOB))).containsExactly("one");
        store.put(BOB, MAIN, octets("two"));
        assertThat(ran(store.active(BOB))).containsExactly("two");
        store.rename(BOB, MAIN, OTHER);
        assertThat(ran(store.active(BOB))).containsExactly("two");
        assertThat(store.list(BOB)).containsExactly(new ScriptInfo(OTHER, true, 3, now.get()));
        store.deactivate(BOB);
        assertThat(store.active(BOB)).isEmpty();
        assertThat(ran(store.script(BOB, OTHER))).containsExactly("two");
        assertThat(store.delete(BOB, OTHER)).isEqualTo(ScriptOutcome.DONE);
        assertThat(store.script(BOB, OTHER)).isEmpty();
        assertThat(store.list(BOB)).isEmpty();
    }

    @Test
    void whatIsIncludedCountsToo() throws IOException {
        Path file = global.resolve("lists.sieve");
        Files.writeString(file, "global one");
        ScriptStore store = store();
        store.put(BOB, MAIN, octets("personal other\nglobal lists\nglobal later"));
        store.activate(BOB, MAIN);
        assertThat(ran(store.active(BOB))).containsExactly("none", "global one", "none");
        store.put(BOB, OTHER, octets("mine"));
        assertThat(ran(store.active(BOB))).containsExactly("mine", "global one", "none");
        Files.writeString(file, "global two, longer");
        Files.writeString(global.resolve("later.sieve"), "came");
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(2)));
        assertThat(ran(store.active(BOB))).containsExactly("mine", "global two, longer", "came");
        int compiled = compiler.compiled;
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(2)));
        assertThat(store.active(BOB)).isPresent();
        assertThat(compiler.compiled).isEqualTo(compiled);
    }

    @Test
    void aGlobalScriptIsNoPath() throws IOException {
        // THREATS V01
        Files.writeString(global.resolve("secret.sieve"), "secret");
        Path below = Files.createDirectory(global.resolve("below"));
        GlobalScripts scripts = new GlobalScripts(Optional.of(below));
        for (String name : List.of("../secret", "/etc/passwd", "", ".", "..", "a\0b")) {
            assertThat(scripts.text(name)).as(name).isEmpty();
        }
    }

    @Test
    void aScriptThatDoesNotCompileIsNotKept() {
        ScriptStore store = store();
        assertThat(store.put(BOB, MAIN, octets("error here")))
                .isEqualTo(new ScriptOutcome.Refused(List.of(new Finding(1, 1, "error here"))));
        assertThat(store.list(BOB)).isEmpty();
        assertThat(store.put(BOB, MAIN, octets("warning here")))
                .isEqualTo(new ScriptOutcome.Done(List.of(new Finding(1, 1, "warning here"))));
    }

    @Test
    void aScriptThatDoesNotCompileAnyMoreFailsAndMailIsKept() throws IOException {
        ScriptStore store = store();
        store.put(BOB, MAIN, octets("global lists"));
        store.activate(BOB, MAIN);
        ScriptStore stricter =
                new ScriptStore(
                        storage,
                        mailboxes,
                        new ScriptCompiler() {
                            @Override
                            public Compilation compile(byte[] script, ScriptSource included) {
                                return new Compilation.Refused(
                                        List.of(new Finding(1, 1, "include is disabled")));
                            }

                            @Override
                            public List<String> extensions() {
                                return List.of();
                            }
                        },
                        new GlobalScripts(Optional.empty()),
                        ScriptQuota.DEFAULT,
                        now::get);
        assertThat(stricter.active(BOB).map(script -> ((StoredScript) script).script()))
                .contains(new BrokenScript(new Finding(1, 1, "include is disabled")));
    }

    @Test
    void quotas() {
        ScriptStore store = store();
        byte[] hundred = new byte[100];
        Arrays.fill(hundred, (byte) 'x');
        assertThat(store.put(BOB, MAIN, new byte[101]))
                .isEqualTo(new ScriptOutcome.NoRoom(Resource.SCRIPT_OCTETS, 100));
        store.put(BOB, MAIN, hundred);
        store.put(BOB, OTHER, hundred);
        ScriptName third = new ScriptName("third");
        assertThat(store.put(BOB, third, octets("x")))
                .isEqualTo(new ScriptOutcome.NoRoom(Resource.TOTAL_OCTETS, 200));
        assertThat(store.put(BOB, OTHER, hundred)).isEqualTo(ScriptOutcome.DONE);
        store.put(BOB, OTHER, octets("x"));
        store.put(BOB, third, octets("x"));
        assertThat(store.put(BOB, new ScriptName("fourth"), octets("x")))
                .isEqualTo(new ScriptOutcome.NoRoom(Resource.SCRIPTS, 3));
        assertThat(store.room(BOB, third, 2)).isEmpty();
        assertThat(store.put(ANNA, MAIN, hundred)).isEqualTo(ScriptOutcome.DONE);
    }

    @Test
    void changesOfWhatIsNotThere() {
        ScriptStore store = store();
        ScriptOutcome none = new ScriptOutcome.NoSuchScript();
        assertThat(store.activate(BOB, MAIN)).isEqualTo(none);
        assertThat(store.delete(BOB, MAIN)).isEqualTo(none);
        assertThat(store.rename(BOB, MAIN, OTHER)).isEqualTo(none);
        assertThat(store.deactivate(BOB)).isEqualTo(ScriptOutcome.DONE);
        store.put(BOB, MAIN, octets("x"));
        store.put(BOB, OTHER, octets("y"));
        store.activate(BOB, MAIN);
        assertThat(store.rename(BOB, MAIN, OTHER)).isEqualTo(new ScriptOutcome.AlreadyExists());
        assertThat(store.delete(BOB, MAIN)).isEqualTo(new ScriptOutcome.IsActive());
        assertThat(store.list(BOB)).hasSize(2);
    }

    @Test
    void names() {
        // THREATS V01
        for (String bad :
                List.of(
                        "",
                        ".",
                        "..",
                        "../x",
                        "a/b",
                        "a\0",
                        "a\r\n",
                        "\u007f",
                        "\u0085",
                        "\u2028",
                        "\u2029",
                        "\ud800",
                        "x".repeat(513),
                        "가".repeat(171))) {
            assertThat(ScriptName.parse(bad)).as(bad).isEmpty();
            assertThat(ScriptName.objectionTo(bad)).as(bad).isPresent();
        }
        assertThat(ScriptName.parse("x".repeat(512))).isPresent();
        assertThat(ScriptName.parse("휴가 알림")).contains(new ScriptName("휴가 알림"));
        assertThat(ScriptName.parse("\u1112\u1161\u11ab")).contains(new ScriptName("한")); // NFC
    }
}
