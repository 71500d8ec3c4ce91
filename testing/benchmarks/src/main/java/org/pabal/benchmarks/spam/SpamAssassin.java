// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// SpamAssassin as Debian has it, with local tests only: one child of spamd judges, sa-learn learns.
final class SpamAssassin implements SpamPeer {
    private static final String USER = "nobody";
    private static final int SECONDS = 60; // for one mail

    private final Path folder;
    private final int port;
    private final Process spamd;

    private SpamAssassin(Path folder, int port, Process spamd) {
        this.folder = folder;
        this.port = port;
        this.spamd = spamd;
    }

    static boolean isThere() {
        return PeerProcess.isThere("spamd") && PeerProcess.isThere("sa-learn");
    }

    /// Ready when this returns.
    static SpamAssassin start() throws IOException, InterruptedException {
        Path folder = PeerProcess.openFolder("spamassassin");
        int port = freePort();
        Process spamd =
                new ProcessBuilder(
                                "/usr/sbin/spamd",
                                "--local",
                                "--nouser-config",
                                "--username=" + USER,
                                "--listen=127.0.0.1:" + port,
                                "--max-children=1",
                                "--min-children=1",
                                "--max-conn-per-child=1000000",
                                "--syslog=" + folder.resolve("log"),
                                "--helper-home-dir=" + folder,
                                "--cf=bayes_path " + folder.resolve("bayes"),
                                "--cf=bayes_auto_learn 0",
                                "--cf=bayes_auto_expire 0",
                                "--timeout-child=" + SECONDS)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        SpamAssassin started = new SpamAssassin(folder, port, spamd);
        PeerProcess.await("spamd", spamd, started::answers);
        return started;
    }

    private boolean answers() {
        try {
            return check("Subject: x\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII)) < 100;
        } catch (IOException notYet) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public String name() {
        return "SpamAssassin";
    }

    @Override
    public void learn(List<CorpusMail> mails) throws IOException, InterruptedException {
        for (boolean spam : new boolean[] {true, false}) {
            List<CorpusMail> kind = mails.stream().filter(mail -> mail.spam() == spam).toList();
            Path place = PeerProcess.files(folder.resolve(spam ? "spam" : "ham"), kind);
            List<String> command = new ArrayList<>();
            command.addAll(List.of("/usr/bin/sa-learn", "--local", "--no-sync"));
            command.addAll(List.of("--dbpath", folder.resolve("bayes").toString()));
            command.addAll(List.of(spam ? "--spam" : "--ham", place.toString()));
            PeerProcess.run(command, new byte[0]);
        }
        PeerProcess.run(
                List.of(
                        "/usr/bin/sa-learn",
                        "--local",
                        "--sync",
                        "--dbpath",
                        folder.resolve("bayes").toString()),
                new byte[0]);
        PeerProcess.run(List.of("/bin/chown", "-R", USER, folder.toString()), new byte[0]);
    }

    @Override
    public Verdicts judge(List<CorpusMail> mails) throws IOException {
        check(mails.getFirst().octets());
        long before = PeerProcess.cpuNanos(spamd.toHandle());
        double[] scores = new double[mails.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = check(mails.get(i).octets());
        }
        return new Verdicts(mails, scores, 5.0, PeerProcess.cpuNanos(spamd.toHandle()) - before);
    }

    /// `Spam: True ; 7.3 / 5.0`; not a number when it took too long.
    private double check(byte[] octets) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.MINUTES.toMillis(5));
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("CHECK SPAMC/1.2\r\nContent-length: " + octets.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(octets);
            out.flush();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            if (answer.contains("Timeout:")) {
                return Double.NaN;
            }
            int score = answer.indexOf(';');
            int end = answer.indexOf('/', score);
            if (score < 0 || end < 0) {
                throw new IOException("spamd says: " + answer);
            }
            return Double.parseDouble(answer.substring(score + 1, end).strip());
        }
    }

    @Override
    public void close() throws IOException {
        PeerProcess.end(spamd);
        PeerProcess.delete(folder);
    }
}
