// SPDX-License-Identifier: Apache-2.0

/// The embedded engine: everything in one directory, one sync for all that waits.
///
/// ```
///  callers ── submit ──> queue ──> Committer (one platform thread)
///                                   1 gather what has queued while the last sync ran
///                                   2 check versions, append bodies and commits to the log
///                                   3 sync the log once
///                                   4 write the group to RocksDB in one batch (no WAL of its own)
///                                   5 callbacks and waiters, in order
///  callers ── read, scan, openBlob ──> RocksDB and the log, never the queue
/// ```
///
/// **The log** ({@link Log}) is a row of segment files. It holds bodies and commits, each record
/// with checksums. Bodies stay where they were written; commits are of use only until RocksDB has
/// flushed them. **RocksDB** ({@link Records}) holds the records, versions, blob table, references
/// and the log position up to which all of this is applied, always in one batch, so that it stands
/// at one position of the log at any time, after any crash.
///
/// What a crash leaves: RocksDB at some position, the log from there on. {@link Recovery} applies
/// the rest of the log again and cuts a torn tail. Nothing in the tail was acknowledged. Blobs
/// that no commit had named are gone: their octets are garbage of their segment.
///
/// **Housekeeping** is a second thread: it flushes RocksDB, so that recovery is short, collects
/// unnamed blobs, and moves the live bodies out of the segments with most garbage, through the
/// committer like any writer.
///
/// What each hot path allocates: a commit one ticket with its latch and one `byte[]` per changed
/// key, copied once into the log's direct buffer and once into RocksDB's batch; a small blob its
/// buffer, handed on without a copy; a point read its key and its value.
///
/// The format on disk is docs/formats/embedded-v1.md.
@NullMarked
package org.pabal.storage.embedded;

import org.jspecify.annotations.NullMarked;
