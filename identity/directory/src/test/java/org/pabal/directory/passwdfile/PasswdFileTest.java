// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.SourceChange;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;

class PasswdFileTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));
    private static final Domain ORG = Domain.of("example.org");
    private static final Domain NET = Domain.of("example.net");
    private static final String SECRET = crypt("secret");

    @TempDir private Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private final List<PasswdFileSource> opened = new ArrayList<>();

    private static String crypt(String password) {
        return Sha2Crypt.sha512Crypt(
                password.getBytes(StandardCharsets.UTF_8), "$6$rounds=1000$salt$");
    }

    @AfterEach
    void close() {
        opened.forEach(PasswdFileSource::close);
    }

    private PasswdFileSource source(Optional<String> shadow, boolean writable) {
        return open(
                new PasswdFileConfig(
                        "files",
                        Set.of(ORG, NET),
                        folder + "/{domain}",
                        shadow.map(name -> folder + "/" + name),
                        writable));
    }

    private PasswdFileSource open(PasswdFileConfig config) {
        PasswdFileSource source =
                new PasswdFileSource(
                        config,
                        new HashingPool(2, 100),
                        new PasswordWriter(new SecureRandom(), CLOCK, 1_000),
                        CLOCK,
                        nanos::get);
        opened.add(source);
        return source;
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(
                folder.resolve(name),
                java.util.Arrays.stream(lines)
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Optional<SourceAccount> find(PasswdFileSource source, String address) {
        return source.findByLogin(Address.of(address));
    }

    private static boolean logIn(PasswdFileSource source, String address, String password) {
        return source.verify(find(source, address), password);
    }

    @Test
    void theFilesOfTwoDomainsHaveTwoBobs() throws IOException {
        write(
                "example.org",
                "bob:{SHA512-CRYPT}" + SECRET + ":1:1:Bob Stone,Room 5:/home/bob:/bin/sh");
        write("example.net", "bob:" + crypt("other") + "::::::", "# comment", "");
        PasswdFileSource source = source(Optional.empty(), false);
        assertThat(find(source, "bob@example.org").orElseThrow().displayName())
                .isEqualTo("Bob Stone");
        assertThat(logIn(source, "bob@example.org", "secret")).isTrue();
        assertThat(logIn(source, "bob@example.net", "secret")).isFalse();
        assertThat(logIn(source, "bob@example.net", "other")).isTrue();
        assertThat(logIn(source, "carol@example.net", "other")).isFalse();
        assertThat(source.find(Address.of("bob@example.com")))
                .isInstanceOf(SourceAnswer.Unknown.class);
    }

    @Test
    void passwordsStandInTheShadow() throws IOException {
        write("example.org", "bob:x:1:1:Bob:/:/bin/sh", "eve:x:1:1::/:", "old:x:1:1::/:");
        write("example.net");
        write(
                "example.org.shadow",
                "bob:" + SECRET + ":19000:0:99999:7:::",
                "eve:!" + SECRET + ":19000:0:99999:7:::",
                "old:" + SECRET + ":19000:0:99999:7::20000:");
        write("example.net.shadow");
        PasswdFileSource source = source(Optional.of("{domain}.shadow"), false);
        assertThat(logIn(source, "bob@example.org", "secret")).isTrue();
        for (String shut : List.of("eve", "old")) {
            assertThat(find(source, shut + "@example.org")).isPresent(); // mail comes
            assertThat(logIn(source, shut + "@example.org", "secret")).as(shut).isFalse();
        }
    }

    @Test
    void dovecotsFieldsAreUnderstoodOrShutTheLogIn() throws IOException {
        String pw = "{SHA512-CRYPT}" + SECRET;
        write(
                "example.org",
                "a:" + pw + "::::::userdb_quota_rule=*:storage=1G:messages=500 x=y",
                "b:" + pw + "::::::userdb_quota_rule=*:storage=2048",
                "c:" + pw + "::::::nologin",
                "d:" + pw + "::::::allow_nets=192.0.2.0/24,2001:db8::/32",
                "e@example.org:" + pw,
                "f:{PLAIN}secret::::::",
                "g:::::::",
                "h:" + pw + "::::::userdb_quota_rule=*:storage=lots");
        write("example.net");
        PasswdFileSource source = source(Optional.empty(), false);
        SourceAccount a = find(source, "a@example.org").orElseThrow();
        assertThat(a.quotaOctets()).hasValue(1L << 30);
        assertThat(a.quotaMessages()).hasValue(500);
        assertThat(find(source, "b@example.org").orElseThrow().quotaOctets()).hasValue(2L << 20);
        assertThat(logIn(source, "e@example.org", "secret")).isTrue();
        for (String shut : List.of("c", "d", "f", "g")) {
            assertThat(find(source, shut + "@example.org")).isPresent();
            assertThat(logIn(source, shut + "@example.org", "secret")).as(shut).isFalse();
        }
        assertThat(logIn(source, "g@example.org", "")).isFalse(); // THREATS A01
        assertThat(source.health().get(1))
                .contains("8 accounts")
                .contains("3 lines with problems")
                .contains("allow_nets");
    }

    @Test
    void aChangedFileIsReadWithinASecond() throws IOException {
        write("example.org", "bob:" + SECRET + "::::::");
        write("example.net");
        PasswdFileSource source = source(Optional.empty(), false);
        assertThat(find(source, "new@example.org")).isEmpty();
        write("example.org", "bob:" + SECRET + "::::::", "new:" + SECRET + "::::::");
        assertThat(find(source, "new@example.org")).isEmpty(); // not looked at again so soon
        pass(Duration.ofSeconds(1));
        assertThat(find(source, "new@example.org")).isPresent();
        Files.writeString(folder.resolve("next"), "only:" + SECRET + "::::::\n");
        Files.move(
                folder.resolve("next"),
                folder.resolve("example.org"),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        pass(Duration.ofSeconds(1));
        assertThat(find(source, "bob@example.org")).isEmpty();
        assertThat(find(source, "only@example.org")).isPresent();
    }

    @Test
    void aHalfWrittenEmptyOrMissingFileLeavesTheAccountsOfBefore() throws IOException {
        write("example.org", "bob:" + SECRET + "::::::", "carol:" + SECRET + "::::::");
        write("example.net");
        PasswdFileSource source = source(Optional.empty(), false);
        assertThat(find(source, "carol@example.org")).isPresent();

        Files.writeString(folder.resolve("example.org"), "bob:" + SECRET + "::::::\ncar");
        pass(Duration.ofSeconds(1));
        assertThat(find(source, "carol@example.org")).isPresent();
        assertThat(source.health()).anyMatch(line -> line.contains("is being written"));

        Files.writeString(folder.resolve("example.org"), "");
        pass(Duration.ofSeconds(1));
        assertThat(find(source, "carol@example.org")).isPresent();
        assertThat(source.health()).anyMatch(line -> line.contains("no account any more"));

        Files.delete(folder.resolve("example.org"));
        pass(Duration.ofSeconds(1));
        assertThat(find(source, "carol@example.org")).isPresent();
        assertThat(source.health()).anyMatch(line -> line.contains("NoSuchFile"));

        Files.writeString(folder.resolve("example.org"), "bob:" + SECRET + "::::::"); // no line end
        pass(Duration.ofSeconds(1));
        assertThat(find(source, "carol@example.org")).isPresent();
        pass(Duration.ofSeconds(1));
        assertThat(find(source, "carol@example.org")).isEmpty(); // it is meant so
        assertThat(find(source, "bob@example.org")).isPresent();
    }

    @Test
    void aFileThatNeverWasThereIsNoAnswer() throws IOException { // THREATS S34
        write("example.net", "bob:" + SECRET);
        PasswdFileSource source = source(Optional.empty(), false);
        assertThatThrownBy(() -> find(source, "bob@example.org"))
                .isInstanceOf(UnavailableException.class);
        assertThat(find(source, "bob@example.net")).isPresent();
    }

    @Test
    void oneFileMayBeOfSeveralDomains() throws IOException {
        write(
                "all",
                "bob@example.org:" + SECRET,
                "bob@example.net:" + crypt("other"),
                "bob:" + SECRET,
                "eve@example.com:" + SECRET);
        PasswdFileSource source =
                open(
                        new PasswdFileConfig(
                                "files",
                                Set.of(ORG, NET),
                                folder + "/all",
                                Optional.empty(),
                                true));
        assertThat(logIn(source, "bob@example.org", "secret")).isTrue();
        assertThat(logIn(source, "bob@example.net", "other")).isTrue();
        assertThat(source.health()).singleElement().asString().contains("2 lines with problems");
        List<SourceAccount> listed = new ArrayList<>();
        source.list(listed::addAll);
        assertThat(listed).hasSize(2);
        source.changePassword(
                find(source, "bob@example.net").orElseThrow(), Optional.empty(), "changed it");
        assertThat(logIn(source, "bob@example.net", "changed it")).isTrue();
        assertThat(Files.readAllLines(folder.resolve("all"))).contains("bob:" + SECRET);
    }

    @Test
    void aDomainsNameLeavesNoFolder() { // THREATS rule 6
        for (String odd : List.of("[192.0.2.1]")) {
            assertThatThrownBy(() ->
                            new PasswdFileConfig(
                                    "files",
                                    Set.of(Domain.of(odd)),
                                    "/x/{domain}",
                                    Optional.empty(),
                                    false))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(
                        new PasswdFileConfig(
                                        "files",
                                        Set.of(Domain.of("예시.kr")),
                                        "/x/{domain}/passwd",
                                        Optional.empty(),
                                        false)
                                .file(Domain.of("예시.kr")))
                .hasToString("/x/xn--vv4b11d.kr/passwd");
    }

    @Test
    void aNewPasswordReplacesOneLineAndNothingElse() throws IOException {
        byte[] latin = "# K\u00f6nig\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = folder.resolve("example.org");
        Files.write(file, latin);
        Files.writeString(
                file,
                "bob:{SHA512-CRYPT}" + SECRET + ":1:1:Bob:/home:/bin/sh:nodelay\ncarol:x",
                java.nio.file.StandardOpenOption.APPEND);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        write("example.net");
        PasswdFileSource source = source(Optional.empty(), true);
        SourceAccount bob = find(source, "bob@example.org").orElseThrow();
        Optional<String> before = source.passwordVersion(bob);
        assertThat(source.changePassword(bob, Optional.of("secret"), "changed it"))
                .isInstanceOf(SourceChange.Done.class);
        assertThat(logIn(source, "bob@example.org", "changed it")).isTrue(); // THREATS A09
        assertThat(logIn(source, "bob@example.org", "secret")).isFalse();
        assertThat(source.passwordVersion(bob)).isNotEqualTo(before);
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("# K\u00f6nig\nbob:{SHA512-CRYPT}$6$rounds=1000$");
        assertThat(text).endsWith(":1:1:Bob:/home:/bin/sh:nodelay\ncarol:x\n");
        assertThat(folder.resolve("example.org.new")).doesNotExist();
    }

    @Test
    void aNewPasswordInTheShadowTellsItsDay() throws IOException {
        write("example.org", "bob:x:1:1:Bob:/:/bin/sh");
        write("example.net");
        write("example.org.shadow", "bob:" + SECRET + ":19000:0:99999:7:::");
        write("example.net.shadow");
        PasswdFileSource source = source(Optional.of("{domain}.shadow"), true);
        source.changePassword(
                find(source, "bob@example.org").orElseThrow(), Optional.empty(), "changed it");
        assertThat(Files.readString(folder.resolve("example.org.shadow")))
                .matches("bob:\\$6\\$[^:]*:20778:0:99999:7:::\n");
        assertThat(logIn(source, "bob@example.org", "changed it")).isTrue();
    }

    @Test
    void withoutLeaveNothingIsWritten() throws IOException {
        write("example.org", "bob:" + SECRET);
        write("example.net");
        PasswdFileSource source = source(Optional.empty(), false);
        assertThat(
                        source.changePassword(
                                find(source, "bob@example.org").orElseThrow(),
                                Optional.of("secret"),
                                "changed it"))
                .isInstanceOf(SourceChange.Refused.class);
        assertThat(logIn(source, "bob@example.org", "secret")).isTrue();
    }

    @Test
    void theCheckNamesTheStepThatFails() throws IOException {
        write("example.org", "bob:" + SECRET, "eve:!");
        PasswdFileSource source = source(Optional.empty(), false);
        assertThat(source.check(Optional.empty()))
                .last()
                .satisfies(step -> assertThat(step.passed()).isFalse());
        assertThat(source.check(Optional.of(Address.of("bob@example.org"))))
                .extracting(CheckStep::name, CheckStep::passed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("read", true),
                        org.assertj.core.groups.Tuple.tuple("find", true),
                        org.assertj.core.groups.Tuple.tuple("password", true));
        assertThat(source.check(Optional.of(Address.of("eve@example.org"))).getLast().finding())
                .contains("locked");
        assertThat(source.check(Optional.of(Address.of("x@example.org"))).getLast().passed())
                .isFalse();
    }

    @Test
    void anyOctetsAreRead() throws IOException {
        byte[] noise = new byte[100_000];
        long seed = new java.util.Random().nextLong();
        new java.util.Random(seed).nextBytes(noise);
        Files.write(folder.resolve("example.org"), noise);
        write("example.net");
        assertThat(find(source(Optional.empty(), false), "bob@example.org"))
                .as("seed %d", seed)
                .isEmpty();
    }

    @Test
    void aHundredThousandLinesAreRead() throws IOException {
        write(
                "example.org",
                IntStream.range(0, 100_000)
                        .mapToObj(i ->
                                "user" + i + ":{SHA512-CRYPT}" + SECRET + ":1:1:User:/:/bin/sh")
                        .toArray(String[]::new));
        write("example.net");
        PasswdFileSource source = source(Optional.empty(), false);
        assertThat(find(source, "user99999@example.org")).isPresent();
        List<SourceAccount> listed = new ArrayList<>();
        source.list(listed::addAll);
        assertThat(listed).hasSize(100_000);
    }
}
