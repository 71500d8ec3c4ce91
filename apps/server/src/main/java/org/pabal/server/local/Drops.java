// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.pabal.message.UnavailableException;
import org.pabal.server.local.LocalRequest.Malformed;
import org.pabal.smtp.SmtpReply;
import org.pabal.storage.StorageException;
import org.pabal.wire.Connection.Sink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Submits what programs have dropped while no server answered: at the start, when something
/// appears, and again after a while what could not be submitted yet. Its owner is whose mail it is.
///
/// A file is moved out of its owner's reach first, and looked at then. It is removed when its mail
/// is durable; the mail's commit remembers its id, so that a crash in between submits nothing twice.
/// What cannot be submitted lies in `bad`, with the reason beside it.
public final class Drops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Drops.class);
    private static final Pattern WHOLE = Pattern.compile("[0-9a-f]{32}\\.mail");
    private static final int FILES_AT_ONCE = 1_000;
    private static final int FILES_LOOKED_AT = 100_000;

    /// Between two looks when nothing was told.
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /// A program that writes for longer has ended without finishing.
    private static final Duration LONGEST_WRITE = Duration.ofDays(1);

    private static final Duration REMEMBERING = Duration.ofHours(6);

    private final LocalDirectory directory;
    private final LocalMail mail;
    private final InstantSource clock;
    private Instant forgotten = Instant.EPOCH;
    private Optional<Thread> thread = Optional.empty();
    private volatile boolean closed;

    public Drops(LocalDirectory directory, LocalMail mail, InstantSource clock) {
        this.directory = directory;
        this.mail = mail;
        this.clock = clock;
    }

    public void start() {
        thread = Optional.of(Thread.ofPlatform().daemon().name("drops").start(this::watch));
    }

    private void watch() {
        try (WatchService watch = directory.path().getFileSystem().newWatchService()) {
            directory.drop().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!closed) {
                look();
                WatchKey key = watch.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException stopped) {
            LOG.debug("event=drops-end");
        } catch (IOException | RuntimeException trouble) {
            LOG.error("event=drops-unwatched directory={}", directory.drop(), trouble);
        }
    }

    /// Submits what is there.
    ///
    /// @return how many mails
    int look() {
        int submitted = 0;
        try {
            take();
            for (Path file : files(directory.taken(), _ -> true)) {
                try {
                    submitted += submit(file) ? 1 : 0;
                } catch (IOException trouble) {
                    LOG.warn("event=drop-waits file={} reason=\"{}\"", file, trouble.toString());
                }
            }
            if (clock.instant().isAfter(forgotten.plus(REMEMBERING))) {
                forgotten = clock.instant();
                mail.ids().forget(forgotten);
                clean();
            }
        } catch (IOException | StorageException trouble) {
            LOG.warn("event=drops-trouble reason=\"{}\"", trouble.toString());
        }
        return submitted;
    }

    private static List<Path> files(Path from, Predicate<String> names) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
            int seen = 0;
            for (Path file : all) {
                if (seen++ >= FILES_LOOKED_AT || files.size() >= FILES_AT_ONCE) {
                    break; // the others at the next look
                }
                if (names.test(String.valueOf(file.getFileName()))) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    private void take() throws IOException {
        for (Path file : files(directory.drop(), WHOLE.asMatchPredicate())) {
            Files.move(
                    file,
                    directory.taken().resolve(String.valueOf(file.getFileName())),
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void clean() throws IOException {
        for (Path file : files(directory.drop(), WHOLE.asMatchPredicate().negate())) {
            if (isOld(file)) {
                putAside(file, "it was not finished, or is no drop");
            }
        }
    }

    private boolean isOld(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isBefore(clock.instant().minus(LONGEST_WRITE));
    }

    private boolean submit(Path file) throws IOException {
        Optional<String> unfit = unfit(file);
        if (unfit.isPresent()) {
            putAside(file, unfit.get());
            return false;
        }
        String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        String name = String.valueOf(file.getFileName());
        try (InputStream in =
                new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS))) {
            LocalRequest request = LocalRequest.parse(lines(in)).reporting();
            if (request.kind() != LocalRequest.Kind.SUBMIT) {
                throw new Malformed("a drop is for submission only");
            }
            return settle(
                    file, mail.submit(request, owner, "drop-" + name, sink -> read(in, sink)));
        } catch (Malformed malformed) {
            putAside(file, String.valueOf(malformed.getMessage()));
        } catch (IOException unreadable) {
            putAside(file, "it cannot be read: " + unreadable);
        } catch (UnavailableException trouble) {
            LOG.warn("event=drop-waits file={} reason=\"{}\"", name, trouble.getMessage());
        }
        return false;
    }

    private boolean settle(Path file, List<SmtpReply> replies) throws IOException {
        Optional<SmtpReply> refusal =
                replies.stream().filter(reply -> !reply.isPositive()).findFirst();
        if (refusal.isEmpty() || replies.stream().anyMatch(SmtpReply::isPositive)) {
            refusal.ifPresent(reply ->
                    LOG.warn("event=drop-in-part file={} reply=\"{}\"", file, reply.inOneLine()));
            Files.delete(file);
            return true;
        }
        if (refusal.get().isPermanent()) {
            putAside(file, refusal.get().inOneLine());
        } else {
            LOG.info("event=drop-waits file={} reply=\"{}\"", file, refusal.get().inOneLine());
        }
        return false;
    }

    /// What its owner could have prepared to have a file of somebody else read.
    private static Optional<String> unfit(Path file) throws IOException {
        Map<String, Object> facts =
                Files.readAttributes(file, "unix:isRegularFile,nlink", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(facts.get("isRegularFile"))) {
            return Optional.of("it is not a regular file");
        }
        return facts.get("nlink") instanceof Integer links && links == 1
                ? Optional.empty()
                : Optional.of("it has another name elsewhere");
    }

    private static List<String> lines(InputStream in) throws IOException, Malformed {
        List<String> lines = new ArrayList<>();
        while (lines.size() < LocalRequest.MAX_LINES) {
            String line = line(in);
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line);
        }
        throw new Malformed("the request has too many lines");
    }

    private static String line(InputStream in) throws IOException, Malformed {
        byte[] octets = new byte[LocalRequest.MAX_LINE_OCTETS];
        int length = 0;
        int octet = in.read();
        while (octet != '\n') {
            if (octet < 0 || length == octets.length) {
                throw new Malformed("the request ended early, or a line is too long");
            }
            octets[length++] = (byte) octet;
            octet = in.read();
        }
        boolean cr = length > 0 && octets[length - 1] == '\r';
        return new String(octets, 0, cr ? length - 1 : length, StandardCharsets.UTF_8);
    }

    private static void read(InputStream in, Sink sink) throws IOException {
        byte[] piece = new byte[16 * 1024];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            sink.write(piece, 0, count);
        }
    }

    /// For the operator, with the reason beside it, under a name of ours.
    private void putAside(Path file, String reason) throws IOException {
        String was = String.valueOf(file.getFileName()).replaceAll("[^0-9A-Za-z.-]", "?");
        String text = reason.replaceAll("\\p{Cntrl}", "?");
        Path aside = directory.bad().resolve(UUID.randomUUID().toString());
        LOG.warn("event=drop-bad file={} now={} reason=\"{}\"", was, aside, text);
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(directory.bad().resolve(aside + ".reason"), was + ": " + text + "\n");
    }

    @Override
    public void close() {
        closed = true;
        thread.ifPresent(running -> {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(10));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
