// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Subaddress;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.mta.testing.FakeDirectory;
import org.pabal.testkit.FakeClock;

/// Real files in the syntax of `/etc/aliases`.
final class AliasFilesTest {
    private final FakeDirectory directory = new FakeDirectory();
    private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");

    @TempDir private Path folder;

    AliasFilesTest() {
        directory.domain("d.example");
        directory.domain("e.example");
        for (String name : List.of("bob", "carol", "root")) {
            directory.account(name + "@d.example");
        }
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    private AliasRules rules(Path file) {
        return new AliasRules(List.of(file), false, false, Optional.of(Domain.of("d.example")));
    }

    private AliasRules all(Path file) {
        return new AliasRules(List.of(file), true, true, Optional.of(Domain.of("d.example")));
    }

    private Router router(AliasRules rules) {
        return new Router(directory, RoutingConfig.defaults().with(new AliasFiles(rules, clock)));
    }

    private static String ends(Router router, String to) {
        StringBuilder ends = new StringBuilder();
        for (Route route : router.route(Address.of(to), ReversePath.NULL).routes()) {
            ends.append(ends.isEmpty() ? "" : ", ").append(end(route));
        }
        return ends.toString();
    }

    private static String end(Route route) {
        return switch (route) {
            case Route.LocalAccount(var account, _) -> account.address().localPart();
            case Route.Remote(var address, NextHop.FinalHop hop) -> hop.toString();
            case Route.Remote(var address, _) -> address.toString();
            case Route.ListCopy(var copy, var owner) -> end(copy) + " for " + owner;
            case Route.Refused(_, var reply) -> Integer.toString(reply.code());
        };
    }

    @Test
    void thingsThatStandInSuchFilesAreUnderstood() throws Exception {
        Path list = file("members", "# the crew\nbob\n  carol, x@far.example\n\n");
        Path file =
                file(
                        "aliases",
                        """
                        # comment
                        postmaster:    root
                        Info: bob,
                            carol
                            # in between

                            , "x y"@far.example
                        "two words": bob
                        bob: \\bob, copy@far.example
                        carol: carol, "\\\\x"
                        crew: ":include:%s"
                        team: bob, carol
                        owner-team: root
                        sales@e.example: bob
                        @e.example: carol
                        deep: info
                        """
                                .formatted(list));
        Router router = router(rules(file));
        assertThat(AliasFiles.problems(rules(file))).isEmpty();
        assertThat(ends(router, "postmaster@d.example")).isEqualTo("root");
        assertThat(ends(router, "INFO@d.example"))
                .isEqualTo("bob, copy@far.example, carol, 550, \"x y\"@far.example");
        assertThat(ends(router, "\"two words\"@d.example")).startsWith("bob, copy");
        assertThat(ends(router, "bob@d.example")).isEqualTo("bob, copy@far.example");
        assertThat(ends(router, "bob+x@d.example")).isEqualTo("bob, copy@far.example");
        assertThat(ends(router, "crew@d.example"))
                .isEqualTo("bob, copy@far.example, carol, 550, x@far.example");
        assertThat(ends(router, "team@d.example"))
                .startsWith("bob for owner-team@d.example, copy@far.example for owner-team");
        assertThat(ends(router, "sales@e.example")).startsWith("bob");
        assertThat(ends(router, "any@e.example")).startsWith("carol");
        assertThat(ends(router, "info@e.example")).startsWith("carol");
        assertThat(ends(router, "nobody@d.example")).isEqualTo("550");
    }

    @Test
    void anAccountIsNotLedThroughTheFileAgainFromTheQueue() throws Exception {
        Router router = router(rules(file("aliases", "bob: \\bob, copy@far.example\n")));
        assertThat(router.routeAgain(Address.of("bob@d.example"), ReversePath.NULL).routes())
                .hasSize(1);
    }

    @Test
    void circlesAreTemporary() throws Exception {
        Router router = router(rules(file("aliases", "a: b\nb: c\nc: a\n")));
        assertThat(ends(router, "a@d.example")).isEqualTo("451");
    }

    @Test
    void programsAndFilesAreForThoseWhoAllowThem() throws Exception {
        Path file =
                file(
                        "aliases",
                        "vac: \"|/usr/bin/vacation -a 'x y' bob\", \\bob\nbox: /var/box/\n"
                                + "v2: |/bin/x a b\n");
        assertThat(AliasFiles.problems(rules(file)))
                .hasSize(3)
                .anyMatch(p -> p.startsWith(file + ":1: ") && p.contains("aliases.allow-programs"))
                .anyMatch(p -> p.startsWith(file + ":2: ") && p.contains("aliases.allow-files"));
        Router router = router(all(file));
        assertThat(ends(router, "vac@d.example")).isEqualTo("program /usr/bin/vacation, bob");
        assertThat(router.route(Address.of("vac@d.example"), ReversePath.NULL).routes().getFirst())
                .isEqualTo(
                        new Route.Remote(
                                Address.of("vac@d.example"),
                                new NextHop.Program(
                                        List.of("/usr/bin/vacation", "-a", "x y", "bob"))));
        assertThat(ends(router, "box@d.example")).isEqualTo("maildir:/var/box/");
    }

    @Test
    void mistakesAreToldWithTheirPlace() throws Exception {
        Path file =
                file(
                        "aliases",
                        "  early\nno colon\nempty:\n: x\na@@b: bob\ngood: bob\n"
                                + "bad: not an@address@x\nmbox: /var/../x\nrel: |sh\n"
                                + "inc: :include:rel\nnone: :include:"
                                + folder
                                + "/none\n");
        assertThat(AliasFiles.problems(all(file)))
                .extracting(problem -> problem.substring(file.toString().length() + 1))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "7", "8", "9", "10", "11");
    }

    @Test
    void filesThatOthersCouldChangeAreRefused() throws Exception {
        Path file = file("aliases", "a: bob\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(AliasFiles.problems(rules(file)).getFirst()).contains("chmod go-w " + file);
        Path member = file("members", "bob\n");
        Files.setPosixFilePermissions(member, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path outer = file("outer", "a: :include:" + member + "\n");
        assertThat(AliasFiles.problems(rules(outer)).getFirst())
                .startsWith(outer + ":1: " + member + " can be changed by others");
        assertThat(AliasFiles.problems(rules(folder)).getFirst()).contains("is not a file");
        assertThat(AliasFiles.problems(rules(folder.resolve("gone"))).getFirst())
                .contains("there is no file");
    }

    @Test
    void includeFilesInACircleHaveAnEnd() throws Exception {
        Path list = file("list", ":include:" + folder.resolve("list") + "\n");
        Path file = file("aliases", "a: :include:" + list + "\n");
        assertThat(AliasFiles.problems(rules(file)).getFirst()).contains("lead in a circle");
    }

    @Test
    void aChangeIsTakenUpAndAMistakeIsNot() throws Exception {
        Path list = file("list", "bob\n");
        Path file = file("aliases", "a: :include:" + list + "\n");
        Router router = router(rules(file));
        assertThat(ends(router, "a@d.example")).isEqualTo("bob");
        file("list", "bob\ncarol\n");
        assertThat(ends(router, "a@d.example")).isEqualTo("bob");
        clock.advance(Duration.ofSeconds(2));
        assertThat(ends(router, "a@d.example")).isEqualTo("bob, carol");
        file("aliases", "a carol and more\n");
        clock.advance(Duration.ofSeconds(2));
        assertThat(ends(router, "a@d.example")).isEqualTo("bob, carol");
        file("aliases", "a: carol, root\n");
        clock.advance(Duration.ofSeconds(2));
        assertThat(ends(router, "a@d.example")).isEqualTo("carol, root");
        Files.delete(file);
        clock.advance(Duration.ofSeconds(2));
        assertThat(ends(router, "a@d.example")).isEqualTo("carol, root");
    }

    @Test
    void bareNamesAreOfTheFirstDomainWhenNoneIsSet() throws Exception {
        Path file = file("aliases", "a: bob\n");
        Router router = router(new AliasRules(List.of(file), false, false, Optional.empty()));
        assertThat(ends(router, "a@d.example")).isEqualTo("bob");
        assertThat(ends(router, "a@e.example")).isEqualTo("550");
    }

    @Test
    void parsingIsTotalAndBounded() throws Exception {
        long seed = 42;
        Random random = new Random(seed);
        String[] pieces = {
            ":",
            ",",
            "\"",
            "\\",
            "|",
            "/",
            ":include:",
            "#",
            " ",
            "\t",
            "\n",
            "a",
            "bob",
            "@",
            "@d.example",
            "é",
            "\0",
            "'",
            "(",
            "owner-",
            "밥"
        };
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            List<String> lines = text.toString().lines().toList();
            assertThat(AliasSyntax.aliases(lines)).as("seed %d: %s", seed, text).isNotNull();
            assertThat(AliasSyntax.included(lines)).as("seed %d: %s", seed, text).isNotNull();
            assertThat(AliasSyntax.command(text.toString())).isNotNull();
        }
        String many = "a: " + "bob,".repeat(2_000) + "\n";
        assertThat(AliasFiles.problems(rules(file("many", many))).getFirst())
                .contains("more than 1000 targets");
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder("x: bob\n");
            for (int n = random.nextInt(30); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            AliasFiles.problems(all(file("random", text.toString())));
        }
    }

    @Test
    void delimitersHoldForNamesInFiles() throws Exception {
        Path file = file("aliases", "list-x: carol\nlist: bob\n");
        Router router =
                new Router(
                        directory,
                        RoutingConfig.defaults()
                                .with(new AliasFiles(rules(file), clock))
                                .with(new Subaddress("-")));
        assertThat(ends(router, "list-x-y@d.example")).isEqualTo("carol");
        assertThat(ends(router, "list-y@d.example")).isEqualTo("bob");
    }
}
