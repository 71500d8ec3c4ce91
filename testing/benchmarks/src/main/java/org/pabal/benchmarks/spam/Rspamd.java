// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// rspamd as Debian has it, without network: one worker, all that asks the DNS or Redis switched off.
/// Its statistics need Redis, so it learns nothing here.
final class Rspamd implements SpamPeer {
    /// What asks others, or answers for a mail session that there is none of.
    private static final List<String> SWITCHED_OFF =
            List.of(
                    "arc",
                    "asn",
                    "bimi",
                    "dkim",
                    "dkim_signing",
                    "dmarc",
                    "fuzzy_check",
                    "greylist",
                    "history_redis",
                    "mx_check",
                    "neural",
                    "p0f",
                    "phishing",
                    "ratelimit",
                    "rbl",
                    "replies",
                    "reputation",
                    "spf",
                    "surbl",
                    "url_redirector");

    private static final Pattern SCORE = Pattern.compile("\"score\":(-?[0-9.]+)");

    /// `add_header` of its `actions.conf`: from there on a mail is marked.
    private static final double MARKED_FROM = 6.0;

    private final Path folder;
    private final int port;
    private final Process rspamd;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Rspamd(Path folder, int port, Process rspamd) {
        this.folder = folder;
        this.port = port;
        this.rspamd = rspamd;
    }

    static boolean isThere() {
        return PeerProcess.isThere("rspamd");
    }

    /// Ready when this returns.
    static Rspamd start() throws IOException, InterruptedException {
        Path folder = PeerProcess.openFolder("rspamd");
        int port = SpamAssassin.freePort();
        configure(folder, port);
        Process rspamd =
                new ProcessBuilder(
                                "/usr/bin/rspamd",
                                "--no-fork",
                                "--insecure",
                                "--config=/etc/rspamd/rspamd.conf",
                                "--var=DBDIR=" + folder,
                                "--var=RUNDIR=" + folder,
                                "--var=LOGDIR=" + folder,
                                "--var=LOCAL_CONFDIR=" + folder)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        Rspamd started = new Rspamd(folder, port, rspamd);
        PeerProcess.await("rspamd", rspamd, started::answers);
        return started;
    }

    private static void configure(Path folder, int port) throws IOException {
        Path settings = Files.createDirectories(folder.resolve("override.d"));
        Files.writeString(
                settings.resolve("worker-normal.inc"),
                "bind_socket = \"127.0.0.1:" + port + "\"; count = 1;\n");
        for (String worker : List.of("controller", "proxy", "fuzzy")) {
            Files.writeString(settings.resolve("worker-" + worker + ".inc"), "enabled = false;\n");
        }
        Files.writeString(
                settings.resolve("options.inc"),
                "dns { timeout = 0.01s; retransmits = 1; nameserver = [\"127.0.0.1:1\"]; }\n");
        Files.writeString(settings.resolve("logging.inc"), "level = \"error\";\n");
        for (String module : SWITCHED_OFF) {
            Files.writeString(settings.resolve(module + ".conf"), "enabled = false;\n");
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return check("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.UTF_8)) < 1000;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String name() {
        return "rspamd";
    }

    @Override
    public void learn(List<CorpusMail> mails) {}

    @Override
    public Verdicts judge(List<CorpusMail> mails) throws IOException, InterruptedException {
        check(mails.getFirst().octets());
        long before = PeerProcess.cpuNanos(rspamd.toHandle());
        double[] scores = new double[mails.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = check(mails.get(i).octets());
        }
        return new Verdicts(
                mails, scores, MARKED_FROM, PeerProcess.cpuNanos(rspamd.toHandle()) - before);
    }

    private double check(byte[] octets) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/checkv2"))
                        .timeout(Duration.ofMinutes(1))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(octets))
                        .build();
        String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        Matcher score = SCORE.matcher(answer);
        return score.find() ? Double.parseDouble(score.group(1)) : Double.NaN;
    }

    @Override
    public void close() throws IOException {
        client.close();
        PeerProcess.end(rspamd);
        PeerProcess.delete(folder);
    }
}
