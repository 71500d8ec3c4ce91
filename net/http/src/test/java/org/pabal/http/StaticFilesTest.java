// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.http.testing.FakeExchange;

class StaticFilesTest {
    private static final String SCRIPT = "/assets/index-B3xQ9_2a.js";

    private static final Map<String, byte[]> CONTENTS = contents();

    @TempDir Path folder;

    private final StaticFiles files = StaticFiles.of(CONTENTS);

    private static Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new HashMap<>();
        contents.put("/index.html", octets("<!doctype html>index"));
        contents.put("/frame.html", octets("<!doctype html>frame"));
        contents.put("/editor.html", octets("<!doctype html>editor"));
        contents.put("/setup.html", octets("<!doctype html>setup"));
        contents.put("/sw.js", octets("worker"));
        contents.put("/manifest.webmanifest", octets("{}"));
        contents.put("/icon.svg", octets("<svg/>"));
        contents.put(SCRIPT, octets("script".repeat(10)));
        contents.put(SCRIPT + ".br", octets("brotli"));
        contents.put(SCRIPT + ".gz", octets("gzip"));
        contents.put(
                "/policy.json",
                octets(
                        """
                        {
                         "frame": { "script": "sha256-AAAA+/=" },
                         "editor": { "script": "sha256-BBBB" }
                        }
                        """));
        return contents;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private FakeExchange get(String path) throws IOException {
        return FakeExchange.get(path).through(files);
    }

    private FakeExchange visit(String path) throws IOException {
        return FakeExchange.get(path)
                .with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .through(files);
    }

    @Test
    void pagesCarryTheirPolicy() throws Exception {
        FakeExchange index = visit("/");
        assertThat(index.text()).endsWith("index");
        assertThat(index.answered("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(index.answered("Cache-Control")).isEqualTo("no-cache");
        assertThat(index.answered("Content-Security-Policy"))
                .contains("script-src 'self';")
                .contains("frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'");
        assertThat(index.answered("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(index.answered("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(visit("/frame").answered("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'none'; script-src 'sha256-AAAA+/='; style-src"
                                + " 'unsafe-inline'; img-src data: https://mail.example.org/px/"
                                + " https://mail.example.org/b/; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'self'; sandbox allow-scripts allow-popups"
                                + " allow-popups-to-escape-sandbox");
        assertThat(visit("/editor").answered("Content-Security-Policy"))
                .contains("'sha256-BBBB'")
                .endsWith("sandbox allow-scripts");
    }

    @Test
    void theFirstRunIsAPageOfItsOwnWithThePolicyOfTheApplication() throws Exception {
        assertThat(visit("/setup").text()).endsWith("setup");
        assertThat(visit("/setup").answered("Content-Security-Policy"))
                .isEqualTo(visit("/").answered("Content-Security-Policy"));
    }

    /// Addresses in it are relative to `/setup`, also where a proxy shows all below a path.
    @Test
    void withASlashItIsTheSamePage() throws Exception {
        assertThat(visit("/setup/").status()).isEqualTo(308);
        assertThat(visit("/setup/").answered("Location")).isEqualTo("../setup");
    }

    @Test
    void thePathsOfTheApplicationAreItsPage() throws Exception {
        for (String path : List.of("/settings", "/mail/inbox/42", "/admin", "/setup/3")) {
            assertThat(visit(path).text()).as(path).endsWith("index");
            assertThat(get(path).status()).as("%s for a program", path).isEqualTo(404);
        }
        for (String path :
                List.of(
                        "/jmap",
                        "/jmap/x",
                        "/auth/x",
                        "/api/x",
                        "/push",
                        "/b/x",
                        "/px/x",
                        "/assets/x.js",
                        "/.well-known/x")) {
            assertThat(visit(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void onlyKnownNamesLeadAnywhere() throws Exception {
        // THREATS J10
        for (String path :
                List.of(
                        "/policy.json",
                        SCRIPT + ".br",
                        "/assets/../index.html",
                        "/web/index.html",
                        "/etc/passwd",
                        "/index.html/",
                        "/INDEX.HTML")) {
            assertThat(get(path).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void theSmallestFormThatTheClientReads() throws Exception {
        FakeExchange plain = get(SCRIPT);
        assertThat(plain.text()).startsWith("script");
        assertThat(plain.answered("Content-Encoding")).isEmpty();
        assertThat(plain.answered("Vary")).isEqualTo("Accept-Encoding");
        assertThat(plain.answered("Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
        for (Map.Entry<String, String> each :
                Map.of(
                                "gzip, deflate, br", "brotli",
                                "gzip", "gzip",
                                "*", "brotli",
                                "br;q=0, gzip;q=0.5", "gzip",
                                "br;q=0, gzip;q=0.000, identity", "script",
                                "*;q=0", "script",
                                "BR", "brotli",
                                "nonsense", "script")
                        .entrySet()) {
            assertThat(
                            FakeExchange.get(SCRIPT)
                                    .with("Accept-Encoding", each.getKey())
                                    .through(files)
                                    .text())
                    .as(each.getKey())
                    .startsWith(each.getValue());
        }
    }

    @Test
    void whoHasItIsNotSentItAgain() throws Exception {
        String tag = get(SCRIPT).answered("ETag");
        FakeExchange brotli = FakeExchange.get(SCRIPT).with("Accept-Encoding", "br").through(files);
        assertThat(tag).matches("\"[0-9a-f]{24}\"");
        assertThat(brotli.answered("ETag")).isNotEqualTo(tag);
        for (String fields : List.of(tag, "\"x\", " + tag, "W/" + tag, "*")) {
            FakeExchange again =
                    FakeExchange.get(SCRIPT).with("If-None-Match", fields).through(files);
            assertThat(again.status()).as(fields).isEqualTo(304);
            assertThat(again.sent()).isEmpty();
            assertThat(again.answered("ETag")).isEqualTo(tag);
        }
        assertThat(FakeExchange.get(SCRIPT).with("If-None-Match", "\"x\"").through(files).status())
                .isEqualTo(200);
    }

    @Test
    void pagesAreOnlyRead() throws Exception {
        FakeExchange answer = new FakeExchange("POST", "/index.html").through(files);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.answered("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void withoutPagesOneSentence() throws Exception {
        try (URLClassLoader none = new URLClassLoader(new URL[0], null)) {
            StaticFiles empty = StaticFiles.ofClassPath(none);
            assertThat(empty.isEmpty()).isTrue();
            FakeExchange answer = FakeExchange.get("/").through(empty);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("built without its web pages");
        }
    }

    @Test
    void outOfAJarOrADirectory() throws Exception {
        Path jar = folder.resolve("web pages.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> each : CONTENTS.entrySet()) {
                zip.putNextEntry(new ZipEntry("web" + each.getKey()));
                zip.write(each.getValue());
            }
            zip.putNextEntry(new ZipEntry("other/secret.txt"));
        }
        Path directory = folder.resolve("classes");
        for (Map.Entry<String, byte[]> each : CONTENTS.entrySet()) {
            Path file = directory.resolve("web" + each.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        for (Path place : List.of(jar, directory)) {
            try (URLClassLoader loader =
                    new URLClassLoader(new URL[] {place.toUri().toURL()}, null)) {
                StaticFiles found = StaticFiles.ofClassPath(loader);
                assertThat(
                                FakeExchange.get(SCRIPT)
                                        .with("Accept-Encoding", "br")
                                        .through(found)
                                        .text())
                        .isEqualTo("brotli");
                assertThat(visit("/frame").answered("Content-Security-Policy"))
                        .contains("sha256-AAAA");
            }
        }
    }
}
