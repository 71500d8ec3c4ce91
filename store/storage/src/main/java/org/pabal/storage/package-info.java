// SPDX-License-Identifier: Apache-2.0

/// The contract between the mail system and what keeps its data.
///
/// Everything lasts in **spaces**: ordered maps from octet keys to octet values, each with a
/// version that grows by one with every commit that changes it. A **commit** changes one or more
/// spaces, all or none, after any crash. It is durable once its {@link Ticket} says so and not
/// before. Large octet strings are **blobs**: streamed in before the commit that names them, kept
/// as long as one reference to them lasts.
///
/// A distributed engine cannot change several spaces in one step: it writes a journal entry
/// first and finishes it on recovery. Nothing above this contract may assume more than stands
/// here, so that such an engine can take the embedded one's place.
///
/// A call fails with one of the kinds of {@link StorageException} and in no other way.
@NullMarked
package org.pabal.storage;

import org.jspecify.annotations.NullMarked;
