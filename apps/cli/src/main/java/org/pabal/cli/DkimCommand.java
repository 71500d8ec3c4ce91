// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal dkim`: the keys that mail of a domain is signed with.
@Command(name = "dkim")
final class DkimCommand {
    private static final int MAX_KEY_OCTETS = 32 * 1024;

    private final PabalCommand pabal;

    DkimCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "show")
    int show(@Parameters(paramLabel = "DOMAIN") String domain) {
        return pabal.run("dkim.show", Map.of("domain", domain), this::show);
    }

    @Command(name = "rotate")
    int rotate(@Parameters(paramLabel = "DOMAIN") String domain) {
        return pabal.run(
                "dkim.rotate",
                Map.of("domain", domain),
                (result, out) -> {
                    String key =
                            result.path("begun").asBoolean()
                                    ? "dkim.rotation-begun"
                                    : "dkim.rotation-under-way";
                    out.println(pabal.say(key, domain));
                    out.println();
                    show(result, out);
                });
    }

    @Command(name = "import")
    int importKey(
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Parameters(paramLabel = "SELECTOR") String selector,
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--published") boolean published) {
        byte[] octets;
        try (var in = Files.newInputStream(file)) {
            octets = in.readNBytes(MAX_KEY_OCTETS);
        } catch (IOException unreadable) {
            return pabal.refuse(
                    "refused", pabal.say("dkim.file-unreadable", file), ExitCode.REFUSED);
        }
        return pabal.run(
                "dkim.import",
                Map.of(
                        "domain", domain,
                        "selector", selector,
                        "key", new String(octets, StandardCharsets.ISO_8859_1),
                        "published", published),
                (result, out) -> {
                    out.println(pabal.say("dkim.imported", domain, selector));
                    out.println();
                    show(result, out);
                });
    }

    @Command(name = "export")
    int export(
            @Parameters(paramLabel = "DOMAIN") String domain,
            @Parameters(paramLabel = "SELECTOR") String selector) {
        return pabal.run(
                "dkim.export",
                Map.of("domain", domain, "selector", selector),
                (result, out) -> out.print(result.path("pem").asString()));
    }

    private void show(JsonNode result, PrintWriter out) {
        out.println(pabal.say(signing(result), result.path("domain").asString()));
        for (JsonNode key : result.path("keys")) {
            out.println();
            out.println(
                    key.path("selector").asString()
                            + "  "
                            + key.path("algorithm").asString()
                            + "  "
                            + pabal.say(
                                    "dkim.state." + key.path("state").asString(),
                                    pabal.time(key.path("since"))));
            line(
                    out,
                    pabal.say(
                            "dkim.dns." + key.path("dns").asString(),
                            key.path("dnsText").asString()));
            advise(key, out);
        }
    }

    private static String signing(JsonNode result) {
        if (result.path("off").asBoolean()) {
            return "dkim.off";
        }
        return result.path("signs").asBoolean() ? "dkim.signs" : "dkim.unsigned";
    }

    private void advise(JsonNode key, PrintWriter out) {
        switch (key.path("state").asString()) {
            case "prepared" -> {
                line(out, pabal.say("dkim.publish"));
                out.println(key.path("zoneLine").asString());
            }
            case "seen" -> {
                line(out, pabal.say("dkim.signs-from", pabal.time(key.path("signsFrom"))));
                line(out, pabal.say("dkim.leave"));
            }
            case "retired" -> line(out, pabal.say("dkim.keep", pabal.time(key.path("keepUntil"))));
            case "removable" -> line(out, pabal.say("dkim.remove", key.path("name").asString()));
            default -> {
                if (!key.path("dns").asString().equals("right")) {
                    line(out, pabal.say("dkim.publish"));
                    out.println(key.path("zoneLine").asString());
                }
            }
        }
    }

    private static void line(PrintWriter out, String text) {
        out.println("  " + text);
    }
}
