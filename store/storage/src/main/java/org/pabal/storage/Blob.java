// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// A blob that is written whole.
///
/// @param size in octets
/// @param sha256 32 octets
public record Blob(BlobId id, long size, byte[] sha256) {}
