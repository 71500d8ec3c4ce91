// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// bogofilter as Debian has it: statistics alone, all mails in one run of the program.
final class Bogofilter implements SpamPeer {
    private final Path folder;

    private Bogofilter(Path folder) {
        this.folder = folder;
    }

    static boolean isThere() {
        return PeerProcess.isThere("bogofilter");
    }

    static Bogofilter start() throws IOException {
        return new Bogofilter(PeerProcess.openFolder("bogofilter"));
    }

    @Override
    public String name() {
        return "bogofilter";
    }

    @Override
    public void learn(List<CorpusMail> mails) throws IOException, InterruptedException {
        for (boolean spam : new boolean[] {true, false}) {
            List<CorpusMail> kind = mails.stream().filter(mail -> mail.spam() == spam).toList();
            Path place = PeerProcess.files(folder.resolve(spam ? "spam" : "ham"), kind);
            PeerProcess.run(
                    List.of(
                            "/usr/bin/bogofilter",
                            "-d",
                            folder.toString(),
                            spam ? "-s" : "-n",
                            "-B",
                            place.toString()),
                    new byte[0]);
        }
    }

    /// `-T -b` prints a line for each file: its class and its spamicity.
    @Override
    public Verdicts judge(List<CorpusMail> mails) throws IOException, InterruptedException {
        Path place = PeerProcess.files(folder.resolve("judge"), mails);
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < mails.size(); i++) {
            names.append(place.resolve(PeerProcess.fileName(i))).append('\n');
        }
        List<String> command =
                List.of(
                        "/bin/sh",
                        "-c",
                        "/usr/bin/bogofilter -d \"$1\" -T -b; times",
                        "sh",
                        folder.toString());
        List<String> lines =
                PeerProcess.run(command, names.toString().getBytes(StandardCharsets.UTF_8))
                        .lines()
                        .toList();
        double[] scores = new double[mails.size()];
        for (int i = 0; i < scores.length; i++) {
            String line = lines.get(i);
            scores[i] = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
        }
        return new Verdicts(mails, scores, 0.5, seconds(lines.getLast()));
    }

    /// `0m1.230s 0m0.040s`, of the children.
    private static long seconds(String times) {
        return Arrays.stream(times.strip().split("[\\s]+"))
                .mapToLong(time -> {
                    int minutes = time.indexOf('m');
                    double seconds =
                            Double.parseDouble(time.substring(minutes + 1, time.length() - 1));
                    return (long)
                            ((Integer.parseInt(time.substring(0, minutes)) * 60 + seconds) * 1e9);
                })
                .sum();
    }

    @Override
    public void close() throws IOException {
        PeerProcess.delete(folder);
    }
}
