"""Support (お問い合わせ): what customers ask through the shop's form, and what they are answered.

Owns: Inquiry, InquiryMessage, AnswerTemplate. Promises: an inquiry is kept before anybody is told of it, answered by
mail at most once per answer, and forgotten when its time is over. Start reading at `commands/take_inquiry.py`.
"""
