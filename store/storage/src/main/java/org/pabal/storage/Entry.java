// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// A key and its value. The arrays belong to the caller.
public record Entry(byte[] key, byte[] value) {}
