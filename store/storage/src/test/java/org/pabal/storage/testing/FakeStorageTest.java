// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.storage.Blob;
import org.pabal.storage.CommitOutcome;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.storage.Ticket;

/// The fake keeps the contract, and what it offers to tests beyond it.
class FakeStorageTest extends StorageContract {
    private FakeStorage fake;

    @Override
    protected Storage open() {
        fake = new FakeStorage();
        return fake;
    }

    @Override
    protected Storage reopen() {
        fake = fake.reopened();
        return fake;
    }

    @Test
    void heldCommitsWaitForTheirRelease() {
        fake.holdCommits();
        Ticket first = submit(of(SpaceChanges.of(ALICE, List.of(put("k", "1")))));
        Ticket second = submit(of(SpaceChanges.of(ALICE, List.of(put("k", "2")))));
        assertThat(fake.pending()).isEqualTo(2);
        assertThat(fake.read(ALICE, key("k"))).isEmpty();
        fake.release(1);
        assertThat(first.isDone()).isTrue();
        assertThat(second.isDone()).isFalse();
        assertThat(read(ALICE, "k")).isEqualTo("1");
        fake.release();
        assertThat(second.isDone()).isTrue();
        assertThat(read(ALICE, "k")).isEqualTo("2");
    }

    @Test
    void commitsFailAsOftenAsAsked() {
        fake.failNextCommits(1, new StorageException.Full("no room"));
        assertThatExceptionOfType(StorageException.Full.class)
                .isThrownBy(() -> commit(SpaceChanges.of(ALICE, List.of(put("k", "1")))));
        assertThat(fake.version(ALICE)).isZero();
        commit(SpaceChanges.of(ALICE, List.of(put("k", "1"))));
    }

    @Test
    void failedCommitsTellTheCallback() {
        fake.failNextCommits(new StorageException.Unavailable("away"));
        var seen = new java.util.concurrent.atomic.AtomicReference<CommitOutcome>();
        Ticket ticket = fake.submit(of(SpaceChanges.of(ALICE, List.of())), seen::set);
        assertThatExceptionOfType(StorageException.Unavailable.class).isThrownBy(ticket::await);
        assertThat(seen.get()).isInstanceOf(CommitOutcome.Failed.class);
        fake.stopFailing();
        commit(SpaceChanges.of(ALICE, List.of()));
    }

    @Test
    void unnamedBlobsEndWithTheirGrace() {
        Blob blob = writeBlob(random(1, 100), 10);
        fake.collectUnnamed();
        assertThatExceptionOfType(StorageException.NoSuchBlob.class)
                .isThrownBy(() -> storage.openBlob(blob.id()));
    }
}
