// SPDX-License-Identifier: Apache-2.0

/// Octets that clients send and fetch: RFC 8620 §6, and the methods of RFC 9404.
///
/// What is uploaded lies in the account's space as a blob of the storage engine, with a record that
/// says until when (docs/formats/jmap-v1.md). A message that is made of it has its own copy, so
/// nothing else ever needs an upload to stay.
@NullMarked
package org.pabal.jmap.blob;

import org.jspecify.annotations.NullMarked;
