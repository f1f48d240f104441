"""Telling another program that a job has ended, signed by the Standard Webhooks scheme.

What is to be told is written with the job's end (`deliveries`), so it outlives any process. A loop
beside the requests (`sending`) claims what is due, signs it (`signing`) and calls the address once
it has been looked up and found to be nobody's inside (`calling`, `addresses`). What is not taken
is told again later and later; every try has the same ``webhook-id``.
"""
