// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pabal.storage.StorageException;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies what the log holds beyond the records, and finds its end.
///
/// The first record that does not hold its checksums is the end of the log, a torn tail, which is
/// cut off: no sync had covered it. Unless it had: a later segment, or a valid record behind that
/// was written when the place was synced already, shows that it is damage. Then the record is
/// stepped over, a {@link Finding} is kept, and what stands behind is applied.
///
/// A crash during recovery leaves a store on which recovery does the same again.
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /// Records are written in batches of this many log records.
    private static final int BATCH = 2_000;

    private final Log log;
    private final Group group;
    private final Disk disk;
    private LogPosition position;
    private long sequence;
    private int inBatch;
    private int commits;
    private final List<Finding> findings = new ArrayList<>();

    Recovery(Log log, Group group, Disk disk, LogPosition applied) {
        this.log = log;
        this.group = group;
        this.disk = disk;
        this.position = applied;
        this.sequence = applied.sequence();
    }

    /// @return the end of the log, up to which all is applied
    LogPosition run() throws IOException {
        try {
            dropUnbegun();
            checkPresent();
            List<Segment> segments = List.copyOf(log.segments());
            for (Segment segment : segments) {
                if (segment.id() >= position.segment()) {
                    replay(segment, segment == segments.getLast());
                }
            }
            writeBatch();
        } catch (RocksDBException e) {
            throw Records.translate("the log cannot be applied", e);
        }
        if (commits > 0 || !findings.isEmpty()) {
            LOG.info("event=storage-recovered commits={} findings={}", commits, findings.size());
        }
        return position;
    }

    /// A crash while a segment is made leaves a file without a whole header and without records.
    private void dropUnbegun() throws IOException {
        for (Segment segment : List.copyOf(log.segments())) {
            if (segment.id() > position.segment() && segment.end() <= Segment.HEADER) {
                try {
                    segment.file();
                } catch (StorageException.Damaged e) {
                    LOG.debug("event=storage-unbegun-segment segment={}", segment.id(), e);
                    log.delete(segment);
                }
            }
        }
        disk.syncNames();
    }

    private void checkPresent() throws RocksDBException {
        if (position.segment() == 0) {
            return;
        }
        int end = log.segment(position.segment()).map(Segment::end).orElse(-1);
        if (end < position.offset()) {
            lost(
                    end < 0
                            ? "log segment %s is missing"
                                    .formatted(Segment.name(position.segment()))
                            : "log segment %s ends at %d, before the position %d that was synced"
                                    .formatted(
                                            Segment.name(position.segment()),
                                            end,
                                            position.offset()));
        }
    }

    private void replay(Segment segment, boolean last) throws IOException, RocksDBException {
        try {
            segment.file().sync();
        } catch (StorageException.Damaged e) {
            lost(String.valueOf(e.getMessage()));
            return;
        }
        LogReader reader = new LogReader(segment);
        int at = segment.id() == position.segment() ? position.offset() : Segment.HEADER;
        while (at < segment.end()) {
            Optional<Frame> frame = reader.frame(at);
            if (frame.isPresent() && reader.payloadHolds(at, frame.get())) {
                take(segment, at, frame.get(), reader);
                at += frame.get().octets();
            } else {
                OptionalInt next =
                        last
                                ? reader.validBehind(at)
                                : reader.nextValid(
                                        at + frame.map(Frame::octets).orElse(Frame.ALIGNMENT));
                if (last && next.isEmpty()) {
                    cut(segment, at);
                    break;
                }
                damaged(segment, at, frame);
                at = next.orElse(segment.end());
            }
            advance(segment, at);
        }
    }

    private void take(Segment segment, int at, Frame frame, LogReader reader)
            throws IOException, RocksDBException {
        if (frame.sequence() != sequence) {
            lost(
                    "records %d to %d of the log are missing before segment %s at %d"
                            .formatted(
                                    sequence,
                                    frame.sequence() - 1,
                                    Segment.name(segment.id()),
                                    at));
        }
        sequence = frame.sequence() + 1;
        switch (frame.type()) {
            case Frame.PIECE -> {}
            case Frame.COMMIT -> {
                group.apply(CommitRecord.decode(reader.payload(at, frame.length())));
                commits++;
                inBatch++;
            }
            case Frame.MOVE -> {
                group.apply(Move.decode(reader.payload(at, frame.length())));
                inBatch++;
            }
            default -> lost("a record of unknown type " + frame.type() + " stands in the log");
        }
    }

    private void advance(Segment segment, int offset) throws RocksDBException {
        position = new LogPosition(segment.id(), offset, sequence, position.ageMillis());
        if (inBatch >= BATCH) {
            writeBatch();
        }
    }

    private void writeBatch() throws RocksDBException {
        if (!group.isEmpty()) {
            group.write(position);
        }
        inBatch = 0;
    }

    private void cut(Segment segment, int offset) throws IOException {
        LOG.info(
                "event=storage-torn-tail segment={} offset={} octets={}",
                Segment.name(segment.id()),
                offset,
                segment.end() - offset);
        segment.file().truncate(offset);
        segment.file().sync();
        segment.end(offset);
    }

    private void damaged(Segment segment, int offset, Optional<Frame> frame)
            throws RocksDBException {
        segment.markDamaged();
        String place = "log segment %s at %d".formatted(Segment.name(segment.id()), offset);
        if (frame.isPresent() && frame.get().type() == Frame.PIECE) {
            sequence = frame.get().sequence() + 1;
            note(new Finding(Finding.Kind.BODY, place + ": a piece of a blob is damaged"));
        } else {
            frame.ifPresent(known -> sequence = known.sequence() + 1);
            lost(place + ": a record that had been synced is damaged");
        }
    }

    private void lost(String what) throws RocksDBException {
        note(new Finding(Finding.Kind.LOST_COMMIT, what));
    }

    private void note(Finding finding) throws RocksDBException {
        LOG.error("event=storage-damage kind={} finding=\"{}\"", finding.kind(), finding.text());
        group.note(sequence * 16 + findings.size() % 16, finding);
        findings.add(finding);
    }
}
