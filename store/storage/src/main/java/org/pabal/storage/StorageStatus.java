// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// What an engine says about itself.
///
/// @param engine such as `embedded`
/// @param commits since the start
/// @param syncs since the start: fewer than commits when several shared one
/// @param liveOctets of blobs and records in use, as far as known
/// @param diskOctets taken on disk
/// @param readOnly true after a fault that makes writing unsafe, or when the disk is full
/// @param scarce true when little more is free than writing needs: what can be given up should be
/// @param detail one sentence for people
public record StorageStatus(
        String engine,
        long commits,
        long syncs,
        long liveOctets,
        long diskOctets,
        boolean readOnly,
        boolean scarce,
        String detail) {}
