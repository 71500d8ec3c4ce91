// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// One annotation of a mailbox or of an account. RFC 5464 §3.
///
/// @param value its octets; must not be changed
public record MetadataEntry(MetadataName name, byte[] value) {}
