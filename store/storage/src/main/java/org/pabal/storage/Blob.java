// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// A blob that is written whole.
///
/// @param size in octets, the top included
/// @param sha256 32 octets; of all in the order in which it was written, so that the top comes last
public record Blob(BlobId id, long size, byte[] sha256) {}
